using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The mean of the parameters (model soups; Wortsman et al., 2022), weighted where weights are given.</summary>
public sealed class AverageMerge : IMergeMethod
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
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        double[] weights = [.. input.Items.Select(WeightOf)];
        var total = weights.Sum();
        var result = new List<Tensor>();
        foreach (var tensor in input.Models[0].Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] values = [.. input.Models.Select(model => model[tensor.Name].Data)];
            var merged = new float[tensor.Data.Length];
            for (var i = 0; i < merged.Length; i++)
            {
                var sum = 0.0;
                for (var m = 0; m < values.Length; m++)
                {
                    sum += weights[m] * values[m][i];
                }

                merged[i] = (float)(sum / total);
            }

            result.Add(new Tensor(tensor.Name, tensor.Shape, merged));
        }

        return new EncoderWeights(result);
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
