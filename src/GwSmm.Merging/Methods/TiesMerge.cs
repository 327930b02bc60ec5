using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// TIES-Merging (Yadav, Tam, Choshen, Raffel and Bansal, 2023; arXiv 2306.01708). A task vector is what fine-tuning added to the base.
/// Trim: of each task vector the entries of largest magnitude are kept. Elect: a parameter takes the sign of the sum of what was kept.
/// Disjoint mean: the entries of that sign are averaged. The mean, times lambda, is added to the base.
/// </summary>
/// <remarks>
/// Of n entries, round(density * n) are kept (half away from zero, at least one), and beside them every entry as large as the smallest
/// of these: equal magnitudes are kept together, so the result does not depend on the order of tensors or models. Where kept entries
/// sum to exactly 0 no sign is elected and the parameter stays that of the base.
/// </remarks>
public sealed class TiesMerge : IMergeMethod
{
    private readonly TiesOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">The density or lambda is out of range.</exception>
    public TiesMerge(TiesOptions? options = null)
    {
        _options = options ?? new TiesOptions();
        if (!(_options.Density > 0 && _options.Density <= 1))
        {
            throw new GwSmmException($"The TIES density is {_options.Density}; expected more than 0 and at most 1, such as 0.2.");
        }

        if (!double.IsFinite(_options.Lambda))
        {
            throw new GwSmmException($"The TIES lambda is {_options.Lambda}; expected a finite number, such as 1.");
        }
    }

    /// <inheritdoc/>
    public string Name => "ties";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var origin = input.Base ?? throw new GwSmmException(
            $"TIES needs the base encoder that {string.Join(", ", input.Items.Select(item => $"'{item}'"))} grew from, but none was given. Give it, or merge by average.");
        IReadOnlyList<Func<string, uint>> thresholds = [.. input.Models.Select(model => Thresholds(model, origin, cancellationToken))];
        var result = new List<Tensor>();
        foreach (var tensor in origin.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] models = [.. input.Models.Select(model => model[tensor.Name].Data)];
            uint[] smallest = [.. thresholds.Select(threshold => threshold(tensor.Name))];
            result.Add(new Tensor(tensor.Name, tensor.Shape, MergeTensor(tensor.Data, models, smallest, _options.Lambda)));
        }

        return new EncoderWeights(result);
    }

    private static float[] MergeTensor(float[] origin, float[][] models, uint[] smallest, double lambda)
    {
        var merged = new float[origin.Length];
        for (var i = 0; i < merged.Length; i++)
        {
            var (positive, negative, positives, negatives) = (0.0, 0.0, 0, 0);
            for (var m = 0; m < models.Length; m++)
            {
                var change = models[m][i] - origin[i];
                if (MagnitudeSelection.Bits(change) < smallest[m])
                {
                    continue;
                }

                if (change > 0)
                {
                    positive += change;
                    positives++;
                }
                else if (change < 0)
                {
                    negative -= change;
                    negatives++;
                }
            }

            var mean = positive > negative ? positive / positives : negative > positive ? -negative / negatives : 0;
            merged[i] = (float)(origin[i] + (lambda * mean));
        }

        return merged;
    }

    private Func<string, uint> Thresholds(EncoderWeights model, EncoderWeights origin, CancellationToken cancellationToken)
    {
        if (_options.Scope == TrimScope.WholeModel)
        {
            var whole = MagnitudeSelection.Smallest([.. origin.Tensors.Select(tensor => (model[tensor.Name].Data, tensor.Data))], _options.Density, cancellationToken);
            return _ => whole;
        }

        return name => MagnitudeSelection.Smallest([(model[name].Data, origin[name].Data)], _options.Density, cancellationToken);
    }
}
