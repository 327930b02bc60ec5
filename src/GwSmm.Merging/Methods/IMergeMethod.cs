using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Makes one encoder of several. Implementations are immutable, deterministic and thread-safe.</summary>
public interface IMergeMethod
{
    /// <summary>The name in reports and on the command line, such as <c>average</c>.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="MergeInput.Base"/> must be known.</summary>
    bool NeedsBase { get; }

    /// <summary>Whether <see cref="MergeInput.Context"/> must be given: the method learns from the items' responses. False by default.</summary>
    bool NeedsResponses => false;

    /// <summary>How the heads of the items are fitted to the merged encoder unless the caller says otherwise.</summary>
    HeadFit DefaultHeadFit { get; }

    /// <summary>Merges.</summary>
    /// <param name="input">The encoders; none is changed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>New weights that share no array with the input.</returns>
    /// <exception cref="GwSmmException">The base or the responses are needed but unknown, or the parameters do not fit the input.</exception>
    EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default);
}
