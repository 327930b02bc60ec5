using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// WUDI (Cheng, Xiong, Wei, Zhu and Yuan, 2025; arXiv 2503.08099): the task matrix T of a dense layer that disturbs each task least where its own inputs
/// lie, of which its task matrix T_i (fine-tuned minus base) is taken as a sketch: it minimises the sum of |(T - T_i) T_i'|^2 / |T_i|^2. The result
/// is added to the base. Task vectors of all other tensors, and of embeddings, are averaged.
/// </summary>
/// <remarks>
/// The authors take 300 steps of Adam; the minimum is here found in closed form: T A = B with A = sum of T_i' T_i / |T_i|^2, B = sum of T_i T_i' T_i / |T_i|^2
/// and a small ridge on the diagonal of A. Encoders that equal the base in a tensor are left out of it.
/// </remarks>
public sealed class WudiMerge : ITensorMergeMethod
{
    private const int SolveColumns = 64;
    private static readonly MatrixMethod Method = new("WUDI", 1);
    private readonly WudiMergeOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">The ridge is not positive and finite.</exception>
    public WudiMerge(WudiMergeOptions? options = null)
    {
        _options = options ?? new WudiMergeOptions();
        if (!(_options.Ridge > 0) || !double.IsFinite(_options.Ridge))
        {
            throw new GwSmmException($"The WUDI ridge is {_options.Ridge}; expected a small positive number, such as 1e-4.");
        }
    }

    /// <inheritdoc/>
    public string Name => "wudi";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public int UnitOf(TensorInfo tensor) => MatrixMerge.UnitOf(tensor);

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models) => MatrixMerge.WorkingBytes(tensor, models, (2 * models) + 4);

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default) =>
        Method.Prepare(source, (changes, rows, columns) => MergeMatrices(changes, rows, columns, threads));

    private double[] MergeMatrices(double[][] changes, int rows, int columns, int threads)
    {
        var norms = changes.Select(change => Math.Sqrt(TensorPrimitives.SumOfSquares<double>(change))).ToArray();
        var used = Enumerable.Range(0, changes.Length).Where(m => norms[m] > 0).ToArray();
        if (used.Length == 0)
        {
            return new double[rows * columns];
        }

        // S: task matrices of norm 1 below each other, so that A = S'S and B = R S with R = [T_i T_i' / |T_i|].
        var all = used.Length * rows;
        var stacked = new double[all * columns];
        var products = new double[rows * all];
        for (var place = 0; place < used.Length; place++)
        {
            var change = changes[used[place]];
            var unit = stacked.AsSpan(place * rows * columns, rows * columns);
            TensorPrimitives.Divide(change, norms[used[place]], unit);
            Gemm.Multiply(false, true, rows, rows, columns, 1, change, columns, unit, columns, 0, products.AsSpan(place * rows), all, threads);
        }

        var ridge = _options.Ridge * used.Length / columns;
        return all < columns ? Dual(stacked, products, rows, columns, all, ridge, threads) : Primal(stacked, products, rows, columns, all, ridge, threads);
    }

    // T = B (S'S + r)^-1.
    private static double[] Primal(double[] stacked, double[] products, int rows, int columns, int all, double ridge, int threads)
    {
        var right = new double[columns * rows];
        Gemm.Multiply(true, true, columns, rows, all, 1, stacked, columns, products, all, 0, right, rows, threads);
        var gram = new double[columns * columns];
        Gemm.Multiply(true, false, columns, columns, all, 1, stacked, columns, stacked, columns, 0, gram, columns, threads);
        Solve(gram, columns, ridge, right, rows, threads);
        return MatrixMerge.Transpose(right, columns, rows);
    }

    // The same with the smaller matrix: T = R (SS' + r)^-1 S.
    private static double[] Dual(double[] stacked, double[] products, int rows, int columns, int all, double ridge, int threads)
    {
        var gram = new double[all * all];
        Gemm.Multiply(false, true, all, all, columns, 1, stacked, columns, stacked, columns, 0, gram, all, threads);
        var right = MatrixMerge.Transpose(products, rows, all);
        Solve(gram, all, ridge, right, rows, threads);
        var merged = new double[rows * columns];
        Gemm.Multiply(true, false, rows, columns, all, 1, right, rows, stacked, columns, 0, merged, columns, threads);
        return merged;
    }

    private static void Solve(double[] gram, int order, double ridge, double[] right, int columns, int threads)
    {
        for (var i = 0; i < order; i++)
        {
            gram[(i * order) + i] += ridge;
        }

        var factor = Cholesky.TryFactorise(gram, order, threads)
            ?? throw new GwSmmException($"The normal equations of WUDI are singular with a ridge of {ridge:G3}. Give a larger ridge.");
        Threads.For((columns + SolveColumns - 1) / SolveColumns, threads, block =>
        {
            var first = block * SolveColumns;
            var width = Math.Min(SolveColumns, columns - first);
            var part = new double[order * width];
            for (var i = 0; i < order; i++)
            {
                right.AsSpan((i * columns) + first, width).CopyTo(part.AsSpan(i * width));
            }

            factor.Solve(part, width);
            for (var i = 0; i < order; i++)
            {
                part.AsSpan(i * width, width).CopyTo(right.AsSpan((i * columns) + first));
            }
        });
    }
}
