using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The mean of the parameters (model soups; Wortsman et al., 2022), weighted where weights are given. Sums are taken in double.</summary>
public sealed class AverageMerge : ITensorMergeMethod
{
    private readonly IReadOnlyDictionary<string, double>? _weights;

    /// <summary>Creates the method.</summary>
    /// <param name="weights">A weight for each item that is merged, positive and finite, scaled to sum 1 in each group; null, the default, for equal weights.</param>
    /// <exception cref="GwSmmException">A weight is not a positive number.</exception>
    public AverageMerge(IReadOnlyDictionary<string, double>? weights = null)
    {
        foreach (var (item, weight) in weights ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            if (!(weight > 0) || !double.IsFinite(weight))
            {
                throw new GwSmmException($"The merge weight of item '{item}' is {weight}; expected a positive number.");
            }
        }

        _weights = weights;
    }

    /// <inheritdoc/>
    public string Name => "average";

    /// <inheritdoc/>
    public bool NeedsBase => false;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        double[] weights = [.. source.Items.Select(WeightOf)];
        var factors = new LinearFactors(weights, 0, weights.Sum());
        return new LinearMerge(_ => factors);
    }

    private double WeightOf(string item)
    {
        if (_weights is null)
        {
            return 1;
        }

        return _weights.TryGetValue(item, out var weight)
            ? weight
            : throw new GwSmmException($"Item '{item}' has no merge weight; weights were given for {string.Join(", ", _weights.Keys.Select(key => $"'{key}'"))}. Add one for it.");
    }
}
