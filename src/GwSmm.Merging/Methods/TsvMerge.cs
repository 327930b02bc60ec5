using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// TSV-Merge (Gargiulo, Crisostomi, Bucarelli, Scardapane, Silvestri and Rodolà, 2025; arXiv 2412.00081): of the task matrix (fine-tuned minus base)
/// of each dense layer the singular vectors with the largest values are kept; those of all encoders stand side by side and are replaced by the
/// nearest orthonormal ones (orthogonal Procrustes), so that tasks interfere less; their product, times lambda, is added to the base. Task
/// vectors of all other tensors, and of embeddings, are averaged.
/// </summary>
/// <remarks>
/// Directions that encoders share exactly have no nearest orthonormal pair; they are kept once, weighted as their sum. Singular values below 1e-6 of
/// the largest count as 0.
/// </remarks>
public sealed class TsvMerge : ITensorMergeMethod
{
    private readonly TsvMergeOptions _options;
    private readonly MatrixMethod _method;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public TsvMerge(TsvMergeOptions? options = null)
    {
        _options = options ?? new TsvMergeOptions();
        _method = new MatrixMethod("TSV-M", _options.Lambda);
        MethodChecks.Share("TSV-M", "rank share", _options.RankShare ?? 1, 0.5);
    }

    /// <inheritdoc/>
    public string Name => "tsv-m";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public int UnitOf(TensorInfo tensor) => MatrixMerge.UnitOf(tensor);

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models) => MatrixMerge.WorkingBytes(tensor, models, 8);

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default) =>
        _method.Prepare(source, (changes, rows, columns) => MergeMatrices(changes, rows, columns, threads));

    private double[] MergeMatrices(double[][] changes, int rows, int columns, int threads)
    {
        var share = _options.RankShare ?? 1.0 / changes.Length;
        var rank = Math.Max(1, (int)Math.Floor((Math.Min(rows, columns) * share) + 1e-9));
        var all = rank * changes.Length;
        var (left, right, values) = (new double[rows * all], new double[all * columns], new double[all]);
        for (var m = 0; m < changes.Length; m++)
        {
            var part = ThinSvd.Decompose(changes[m], rows, columns, rank, threads);
            part.Values.CopyTo(values, m * rank);
            part.Right.CopyTo(right, m * rank * columns);
            for (var i = 0; i < rows; i++)
            {
                part.Left.AsSpan(i * rank, rank).CopyTo(left.AsSpan((i * all) + (m * rank)));
            }
        }

        var (orthogonalLeft, _) = ThinSvd.Polar(left, rows, all, threads);
        var (orthogonalRight, _) = ThinSvd.Polar(right, all, columns, threads);
        for (var i = 0; i < rows; i++)
        {
            var row = orthogonalLeft.AsSpan(i * all, all);
            TensorPrimitives.Multiply(row, values, row);
        }

        var merged = new double[rows * columns];
        Gemm.Multiply(false, false, rows, columns, all, 1, orthogonalLeft, all, orthogonalRight, columns, 0, merged, columns, threads);
        return merged;
    }
}
