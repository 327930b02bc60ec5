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
public sealed class TiesMerge : ITensorMergeMethod
{
    private readonly TiesOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">The density or lambda is out of range.</exception>
    public TiesMerge(TiesOptions? options = null)
    {
        _options = options ?? new TiesOptions();
        MethodChecks.Share("TIES", "density", _options.Density, 0.2);
        MethodChecks.Finite("TIES", "lambda", _options.Lambda);
    }

    /// <inheritdoc/>
    public string Name => "ties";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models) => (long)models * sizeof(long) << 16;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        MethodChecks.NeedBase("TIES", source);
        if (_options.Scope == TrimScope.WholeModel)
        {
            var whole = MagnitudeSelection.Smallest(source, source.Tensors, _options.Density, threads, cancellationToken);
            return new Trimmed(_options.Lambda, _ => whole);
        }

        var smallest = source.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => MagnitudeSelection.Smallest(source, [tensor], _options.Density, threads, cancellationToken), StringComparer.Ordinal);
        return new Trimmed(_options.Lambda, tensor => smallest[tensor.Name]);
    }

    private sealed class Trimmed(double lambda, Func<TensorInfo, uint[]> smallest) : ITensorMerge
    {
        public void Merge(TensorPiece piece, Span<float> merged)
        {
            var thresholds = smallest(piece.Tensor);
            var mean = new ChangeMean(elected: true, stackalloc double[2 * ChangeMean.Chunk], stackalloc int[2 * ChangeMean.Chunk]);
            for (var start = 0; start < merged.Length; start += ChangeMean.Chunk)
            {
                var count = Math.Min(ChangeMean.Chunk, merged.Length - start);
                var origin = piece.Base.Slice(start, count);
                mean.Clear();
                for (var m = 0; m < thresholds.Length; m++)
                {
                    mean.AddLarge(piece.Model(m).Slice(start, count), origin, thresholds[m]);
                }

                mean.AddTo(origin, lambda, thresholds.Length, merged.Slice(start, count));
            }
        }
    }
}
