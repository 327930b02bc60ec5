using System.Globalization;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Decides by hidden layer what a group shares: layers whose features the shared encoder gives almost as the items' own encoders do are shared, those
/// farthest apart are kept per item as deltas, greedily while they fit a budget. The pooler, where there is one, goes with the last layer. The
/// same input gives the same result for any number of threads. Thread-safe.
/// </summary>
public static class LayerSharing
{
    /// <summary>Decides.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <param name="models">The items' own models, at least one; of one architecture and vocabulary.</param>
    /// <param name="responses">Responses to every item, at least 2 each; labels do not matter.</param>
    /// <param name="options">Budget, distance and storage; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every batch and solve.</param>
    /// <returns>The decisions with their reasons, and the deltas.</returns>
    /// <exception cref="GwSmmException">An option is out of range, the models differ, an item has fewer than two responses, or a feature is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static LayerSharingResult Decide(
        EncoderWeights shared, IReadOnlyList<ScoringModel> models, IReadOnlyDictionary<string, ResponseSet> responses, LayerSharingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(responses);
        options ??= new LayerSharingOptions();
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfZero(models.Count, nameof(models));
        var comparison = new LayerComparison(shared, options);
        var layers = models[0].Config.LayerCount;
        var distances = new double[layers + 1];
        foreach (var model in models)
        {
            MergeChecks.SameArchitecture(models[0], model);
            var set = responses.TryGetValue(model.Item, out var found) && found.Count >= 2
                ? found
                : throw new GwSmmException($"Item '{model.Item}' has {found?.Count ?? 0} responses; layers are compared on at least 2. Add responses.");
            for (var layer = 0; layer <= layers; layer++)
            {
                distances[layer] += comparison.Distance(model, set, layer, cancellationToken) / models.Count;
            }
        }

        EncoderDelta[] deltas = [.. models.Select(model => DeltaBuilder.Build(shared, model.Weights, options.Delta, cancellationToken))];
        long[] bytes = [.. Enumerable.Range(0, layers + 1).Select(layer => deltas.Sum(delta => delta.Tensors.Where(tensor => LayerOf(tensor.Name, layers) == layer).Sum(tensor => tensor.ByteCount)))];
        var decisions = Choose(distances, bytes, options);
        return new LayerSharingResult(decisions, models.Select((model, m) => (model.Item, m)).ToDictionary(
            pair => pair.Item,
            pair => new EncoderDelta(deltas[pair.m].Tensors.Where(tensor => decisions[LayerOf(tensor.Name, layers)].KeptPerItem)),
            StringComparer.Ordinal));
    }

    /// <summary>Chooses the layers that items keep: the farthest first, lower ones among equals, each if it still fits.</summary>
    /// <param name="distances">The distance of every layer.</param>
    /// <param name="bytes">What keeping it costs.</param>
    /// <param name="options">The budget and the distance up to which layers are shared.</param>
    internal static IReadOnlyList<LayerDecision> Choose(double[] distances, long[] bytes, LayerSharingOptions options)
    {
        var decisions = new LayerDecision[distances.Length];
        var left = options.BudgetBytes;
        foreach (var layer in Enumerable.Range(0, distances.Length).OrderByDescending(layer => distances[layer]).ThenBy(layer => layer))
        {
            var distance = distances[layer].ToString("G4", CultureInfo.InvariantCulture);
            var (kept, reason) = bytes[layer] == 0 ? (false, "shared: no item differs")
                : distances[layer] <= options.SharedUpTo ? (false, FormattableString.Invariant($"shared: the distance {distance} is at most {options.SharedUpTo}"))
                : bytes[layer] > left ? (false, $"shared: at distance {distance} it takes {bytes[layer]} bytes, and {left} are left")
                : (true, $"kept per item: distance {distance} for {bytes[layer]} bytes of the {left} left");
            left -= kept ? bytes[layer] : 0;
            decisions[layer] = new LayerDecision(layer, distances[layer], bytes[layer], kept, reason);
        }

        return decisions;
    }

    /// <summary>The layer that a tensor belongs to: 0 for the embeddings, n for the n-th layer.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="layers">The number of layers, which is the pooler's.</param>
    internal static int LayerOf(string name, int layers)
    {
        const string Prefix = "encoder.layer.";
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            ? int.Parse(name.AsSpan(Prefix.Length, name.IndexOf('.', Prefix.Length) - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) + 1
            : name.StartsWith("pooler.", StringComparison.Ordinal) ? layers : 0;
    }
}
