using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The encoder of a group.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Heads">Heads by item that the merge method made for it; null where it made none.</param>
/// <param name="Deltas">What some items add to it; null where there is nothing.</param>
internal sealed record GroupEncoder(
    EncoderWeights Weights, IReadOnlyDictionary<string, ScoringHead>? Heads = null, IReadOnlyDictionary<string, EncoderDelta>? Deltas = null)
{
    /// <summary>Merges to shared weights and a delta for each item.</summary>
    /// <param name="method">The method.</param>
    /// <param name="input">The group.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The encoder with deltas.</returns>
    public static GroupEncoder Merge(IDeltaMergeMethod method, MergeInput input, CancellationToken cancellationToken)
    {
        var result = method.Merge(input, cancellationToken);
        return new GroupEncoder(result.Shared, Deltas: result.Deltas);
    }

    /// <summary>Keeps what the shared weights lack of each item.</summary>
    /// <param name="input">The group.</param>
    /// <param name="options">How it is stored.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The encoder with deltas.</returns>
    public GroupEncoder Correct(MergeInput input, DeltaOptions options, CancellationToken cancellationToken) => this with
    {
        Heads = null,
        Deltas = Enumerable.Range(0, input.Items.Count).ToDictionary(
            k => input.Items[k], k => DeltaBuilder.Build(Weights, input.Models[k], options.Within(input.Threads), cancellationToken), StringComparer.Ordinal),
    };

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
