using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The encoder of a group.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Heads">Heads by item that the merge method made for it; null where it made none.</param>
internal sealed record GroupEncoder(EncoderWeights Weights, IReadOnlyDictionary<string, ScoringHead>? Heads = null)
{
    /// <summary>Merges.</summary>
    /// <param name="method">The method.</param>
    /// <param name="input">The group.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The encoder, with heads where the method makes some.</returns>
    public static GroupEncoder Merge(IMergeMethod method, MergeInput input, CancellationToken cancellationToken)
    {
        if (method is not IHeadMergeMethod withHeads)
        {
            return new GroupEncoder(method.Merge(input, cancellationToken));
        }

        var result = withHeads.MergeWithHeads(input, cancellationToken);
        return new GroupEncoder(result.Weights, result.Heads);
    }
}
