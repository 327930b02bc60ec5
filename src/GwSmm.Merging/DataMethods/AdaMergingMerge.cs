using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Layer-wise AdaMerging (Yang et al., 2024; arXiv 2310.02575): the merged encoder is the base plus the models' task vectors, each times a coefficient of its own in the embeddings, in
/// every transformer layer and in the pooler. The coefficients are trained by Adam so that the individual heads become sure of what they predict: least is the mean entropy on the items' own responses.
/// </summary>
public sealed class AdaMergingMerge : IMergeMethod
{
    private readonly AdaMergingOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public AdaMergingMerge(AdaMergingOptions? options = null)
    {
        _options = options ?? new AdaMergingOptions();
        OptionCheck.Require(Name, nameof(_options.Steps), _options.Steps, _options.Steps >= 1, "at least 1, such as 200");
        OptionCheck.Require(Name, nameof(_options.ResponsesPerItem), _options.ResponsesPerItem, _options.ResponsesPerItem >= 1, "at least 1, such as 16");
        OptionCheck.Require(Name, nameof(_options.LearningRate), _options.LearningRate, _options.LearningRate > 0 && double.IsFinite(_options.LearningRate), "a finite number above 0, such as 1e-3");
        OptionCheck.Require(Name, nameof(_options.InitialCoefficient), _options.InitialCoefficient ?? 0, double.IsFinite(_options.InitialCoefficient ?? 0), "a finite number, such as 0.3");
    }

    /// <inheritdoc/>
    public string Name => "adamerging";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public bool NeedsResponses => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        var context = MergeContext.Require(input, Name);
        var origin = input.Base ?? throw new GwSmmException(
            $"AdaMerging needs the base encoder that {string.Join(", ", input.Items.Select(item => $"'{item}'"))} grew from, but none was given. Give it, or merge by average.");
        return new CoefficientTraining(input, origin, context, _options).Run(cancellationToken);
    }
}
