using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Heads as tensors: <c>{position}.weight</c> [labels, features] and <c>{position}.bias</c> [labels].</summary>
internal static class HeadTensors
{
    /// <summary>The tensors of some heads.</summary>
    /// <param name="heads">The heads in order; null where an item has none.</param>
    /// <returns>Their tensors.</returns>
    public static IReadOnlyList<Tensor> Of(IEnumerable<ScoringHead?> heads) => [.. heads.SelectMany((head, i) => head is null
        ? Array.Empty<Tensor>()
        : [new Tensor($"{i}.weight", [head.Labels.Count, head.FeatureCount], head.Weight), new Tensor($"{i}.bias", [head.Labels.Count], head.Bias)])];
}
