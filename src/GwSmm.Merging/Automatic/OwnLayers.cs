using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Ways of keeping some layers of one item and sharing the others: its farthest layer, its two farthest, and so on.</summary>
internal static class OwnLayers
{
    /// <summary>Makes the corrections.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <param name="model">The item's own model.</param>
    /// <param name="responses">Responses to the item on which layers are compared.</param>
    /// <param name="options">Budget, distance and storage.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>From one layer to all that <see cref="LayerSharing"/> keeps, each with a few words for reports.</returns>
    public static IEnumerable<(string Description, EncoderDelta Delta)> Of(
        EncoderWeights shared, ScoringModel model, ResponseSet responses, LayerSharingOptions options, CancellationToken cancellationToken)
    {
        var result = LayerSharing.Decide(shared, [model], new Dictionary<string, ResponseSet>(StringComparer.Ordinal) { [model.Item] = responses }, options, cancellationToken);
        var last = result.Layers.Count - 1;
        int[] kept = [.. result.Layers.Where(layer => layer.KeptPerItem).OrderByDescending(layer => layer.Distance).Select(layer => layer.Layer)];
        for (var count = 1; count <= kept.Length; count++)
        {
            int[] own = [.. kept.Take(count).Order()];
            var names = string.Join(", ", own.Select(layer => layer == 0 ? "embeddings" : FormattableString.Invariant($"{layer}")));
            yield return (
                $"own layers {names}, {options.Delta.Describe()}",
                new EncoderDelta(result.Deltas[model.Item].Tensors.Where(tensor => own.Contains(LayerSharing.LayerOf(tensor.Name, last)))));
        }
    }
}
