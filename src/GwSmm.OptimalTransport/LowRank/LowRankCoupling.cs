using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// A coupling T = Q diag(1 / g) R' with Q in the couplings of (p, g) and R in those of (q, g), and what its objective and gradient need.
/// With A = h1(C1) Q and B = h2(C2) R, &lt;N(T), T&gt; = -tr(diag(1/g) Q'A diag(1/g) R'B): nothing of size n m is ever formed. Not thread-safe.
/// </summary>
internal sealed class LowRankCoupling
{
    private readonly double[] _a;
    private readonly double[] _b;
    private readonly double[] _qa;
    private readonly double[] _rb;
    private readonly double[] _small;
    private readonly int _n;
    private readonly int _m;
    private readonly int _rank;

    /// <summary>Creates the buffers.</summary>
    /// <param name="rows">Sources n.</param>
    /// <param name="columns">Targets m.</param>
    /// <param name="rank">The rank r.</param>
    public LowRankCoupling(int rows, int columns, int rank)
    {
        (_n, _m, _rank) = (rows, columns, rank);
        (Q, R, G) = (new double[rows * rank], new double[columns * rank], new double[rank]);
        (_a, _b) = (new double[rows * rank], new double[columns * rank]);
        (_qa, _rb, _small) = (new double[rank * rank], new double[rank * rank], new double[rank * rank]);
    }

    /// <summary>Q [n, r].</summary>
    public double[] Q { get; }

    /// <summary>R [m, r].</summary>
    public double[] R { get; }

    /// <summary>g [r], above 0.</summary>
    public double[] G { get; }

    /// <summary>The part of the scaled objective that depends on the coupling, after <see cref="Update"/>.</summary>
    public double Value { get; private set; }

    /// <summary>Computes <see cref="Value"/> and what the gradient needs.</summary>
    /// <param name="source">h1(C1).</param>
    /// <param name="target">h2(C2).</param>
    public void Update(LowRankCostProduct source, LowRankCostProduct target)
    {
        source.Multiply(Q, _rank, _a);
        target.Multiply(R, _rank, _b);
        Gemm.Multiply(true, false, _rank, _rank, _n, 1, Q, _rank, _a, _rank, 0, _qa, _rank);
        Gemm.Multiply(true, false, _rank, _rank, _m, 1, R, _rank, _b, _rank, 0, _rb, _rank);
        Value = 0;
        for (var k = 0; k < _rank; k++)
        {
            for (var l = 0; l < _rank; l++)
            {
                Value -= _qa[(k * _rank) + l] * _rb[(l * _rank) + k] / (G[k] * G[l]);
            }
        }
    }

    /// <summary>Computes the gradient, less what is the same for all components of a point: no projection sees that.</summary>
    /// <param name="q">Receives the gradient in Q [n, r].</param>
    /// <param name="r">Receives the gradient in R [m, r].</param>
    /// <param name="g">Receives the gradient in g [r].</param>
    /// <returns>The largest magnitude.</returns>
    public double Gradient(double[] q, double[] r, double[] g)
    {
        Sandwich(_rb);
        Gemm.Multiply(false, false, _n, _rank, _rank, -2, _a, _rank, _small, _rank, 0, q, _rank);
        Sandwich(_qa);
        Gemm.Multiply(false, false, _m, _rank, _rank, -2, _b, _rank, _small, _rank, 0, r, _rank);
        for (var k = 0; k < _rank; k++)
        {
            var sum = 0.0;
            for (var l = 0; l < _rank; l++)
            {
                sum += _qa[(k * _rank) + l] * _rb[(l * _rank) + k] / G[l];
            }

            g[k] = 2 * sum / (G[k] * G[k]);
        }

        var largest = Math.Max(Centre(q, _n), Centre(r, _m));
        return Math.Max(largest, Centre(g, 1));
    }

    /// <summary>Writes out the coupling.</summary>
    /// <returns>T [n, m].</returns>
    public double[] ToDense()
    {
        var scaled = new double[_n * _rank];
        for (var i = 0; i < _n; i++)
        {
            TensorPrimitives.Divide(Q.AsSpan(i * _rank, _rank), G, scaled.AsSpan(i * _rank, _rank));
        }

        var plan = new double[_n * _m];
        Gemm.Multiply(false, true, _n, _m, _rank, 1, scaled, _rank, R, _rank, 0, plan, _m);
        return plan;
    }

    // diag(1/g) W diag(1/g).
    private void Sandwich(double[] middle)
    {
        for (var k = 0; k < _rank; k++)
        {
            for (var l = 0; l < _rank; l++)
            {
                _small[(k * _rank) + l] = middle[(k * _rank) + l] / (G[k] * G[l]);
            }
        }
    }

    private double Centre(double[] matrix, int rows)
    {
        var largest = 0.0;
        for (var i = 0; i < rows; i++)
        {
            var row = matrix.AsSpan(i * _rank, _rank);
            TensorPrimitives.Subtract(row, TensorPrimitives.Sum<double>(row) / _rank, row);
            largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<double>(row)));
        }

        return largest;
    }
}
