using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// A matrix exp(L) and its scalings exp(f_i + L_ij + g_j), all in logarithms, so that no temperature makes a sum underflow. Reusable;
/// not thread-safe.
/// </summary>
internal sealed class LogScaling
{
    private double[] _log = [];
    private double[] _transposed = [];
    private double[] _scratch = [];
    private int _n;
    private int _m;

    /// <summary>The logarithms L [n, m], to be written before <see cref="Prepare"/>.</summary>
    public Span<double> Log => _log.AsSpan(0, _n * _m);

    /// <summary>Sets the shape.</summary>
    /// <param name="rows">Rows n.</param>
    /// <param name="columns">Columns m.</param>
    public void Reserve(int rows, int columns)
    {
        (_n, _m) = (rows, columns);
        if (_log.Length < rows * columns)
        {
            _log = new double[rows * columns];
            _transposed = new double[rows * columns];
        }

        if (_scratch.Length < Math.Max(rows, columns))
        {
            _scratch = new double[Math.Max(rows, columns)];
        }
    }

    /// <summary>Takes up what was written to <see cref="Log"/>.</summary>
    public void Prepare()
    {
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _m; j++)
            {
                _transposed[(j * _n) + i] = _log[(i * _m) + j];
            }
        }
    }

    /// <summary>log sum_j exp(L_ij + g_j) for each row.</summary>
    /// <param name="g">Logarithms [m].</param>
    /// <param name="destination">Receives the sums [n].</param>
    public void RowSums(ReadOnlySpan<double> g, Span<double> destination) => Sums(_log, g, destination);

    /// <summary>log sum_i exp(L_ij + f_i) for each column.</summary>
    /// <param name="f">Logarithms [n].</param>
    /// <param name="destination">Receives the sums [m].</param>
    public void ColumnSums(ReadOnlySpan<double> f, Span<double> destination) => Sums(_transposed, f, destination);

    /// <summary>Writes out exp(f_i + L_ij + g_j + shift).</summary>
    /// <param name="f">Logarithms [n].</param>
    /// <param name="g">Logarithms [m].</param>
    /// <param name="shift">Added everywhere.</param>
    /// <param name="plan">Receives the matrix [n, m].</param>
    public void Write(ReadOnlySpan<double> f, ReadOnlySpan<double> g, double shift, Span<double> plan)
    {
        for (var i = 0; i < _n; i++)
        {
            var row = plan.Slice(i * _m, _m);
            TensorPrimitives.Add(_log.AsSpan(i * _m, _m), g, row);
            TensorPrimitives.Add(row, f[i] + shift, row);
        }

        TensorPrimitives.Exp(plan, plan);
    }

    /// <summary>log sum exp(x_k + y_k).</summary>
    /// <param name="x">Logarithms.</param>
    /// <param name="y">Logarithms, as many.</param>
    /// <returns>The logarithm of the sum.</returns>
    public double Sum(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var terms = _scratch.AsSpan(0, x.Length);
        TensorPrimitives.Add(x, y, terms);
        var largest = TensorPrimitives.Max<double>(terms);
        TensorPrimitives.Subtract(terms, largest, terms);
        TensorPrimitives.Exp(terms, terms);
        return largest + Math.Log(TensorPrimitives.Sum<double>(terms));
    }

    private void Sums(double[] matrix, ReadOnlySpan<double> scaling, Span<double> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Sum(matrix.AsSpan(i * scaling.Length, scaling.Length), scaling);
        }
    }
}
