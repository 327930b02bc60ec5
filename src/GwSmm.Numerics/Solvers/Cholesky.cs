namespace GwSmm.Numerics;

/// <summary>
/// The factorisation A = L * L' of a symmetric positive definite matrix in double, blocked (right-looking), and the solution of
/// A * X = B with it. Immutable, so thread-safe; the bits do not depend on the number of threads.
/// </summary>
public sealed class Cholesky
{
    private const int Block = 48;
    private readonly double[] _factor;

    private Cholesky(double[] factor, int order)
    {
        _factor = factor;
        Order = order;
    }

    /// <summary>Rows and columns of the matrix.</summary>
    public int Order { get; }

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A [order, order]; only the lower triangle is read.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <returns>The factorisation, or null if A is not positive definite to working precision or holds NaN.</returns>
    /// <exception cref="ArgumentException">The span has not order * order elements.</exception>
    public static Cholesky? TryFactorise(ReadOnlySpan<double> matrix, int order, int threads = 1)
    {
        Lengths.Matrix(order, order, matrix.Length, nameof(matrix));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var factor = matrix.ToArray();
        for (var start = 0; start < order; start += Block)
        {
            var end = Math.Min(order, start + Block);
            for (var row = start; row < order; row++)
            {
                if (!FactoriseRow(factor, order, start, end, row))
                {
                    return null;
                }
            }

            Update(factor, order, start, end, threads);
        }

        return new Cholesky(factor, order);
    }

    /// <summary>Solves A * X = B.</summary>
    /// <param name="right">B in, X out, [order, columns].</param>
    /// <param name="columns">Columns of B.</param>
    /// <exception cref="ArgumentException">The span has not order * columns elements.</exception>
    public void Solve(Span<double> right, int columns = 1)
    {
        Lengths.Matrix(Order, columns, right.Length, nameof(right));
        for (var i = 0; i < Order; i++)
        {
            var target = right.Slice(i * columns, columns);
            for (var l = 0; l < i; l++)
            {
                Subtract(_factor[(i * Order) + l], right.Slice(l * columns, columns), target);
            }

            Divide(target, _factor[(i * Order) + i]);
        }

        for (var i = Order - 1; i >= 0; i--)
        {
            var target = right.Slice(i * columns, columns);
            Divide(target, _factor[(i * Order) + i]);
            for (var l = 0; l < i; l++)
            {
                Subtract(_factor[(i * Order) + l], target, right.Slice(l * columns, columns));
            }
        }
    }

    private static bool FactoriseRow(double[] factor, int order, int start, int end, int row)
    {
        var line = factor.AsSpan(row * order, order);
        for (var column = start; column < Math.Min(end, row + 1); column++)
        {
            var other = factor.AsSpan(column * order, order);
            var value = line[column];
            for (var l = start; l < column; l++)
            {
                value -= line[l] * other[l];
            }

            if (column < row)
            {
                line[column] = value / other[column];
            }
            else if (value > 0 && double.IsFinite(value))
            {
                line[column] = Math.Sqrt(value);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Subtracts the product of the finished columns from what is right of them, a block of columns at a time.</summary>
    private static void Update(double[] factor, int order, int start, int end, int threads)
    {
        for (var column = end; column < order; column += Block)
        {
            var width = Math.Min(Block, order - column);
            Gemm.Multiply(
                false, true, order - column, width, end - start, -1, factor.AsSpan((column * order) + start), order,
                factor.AsSpan((column * order) + start), order, 1, factor.AsSpan((column * order) + column), order, threads);
        }
    }

    private static void Subtract(double factor, ReadOnlySpan<double> values, Span<double> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] -= factor * values[i];
        }
    }

    private static void Divide(Span<double> values, double divisor)
    {
        foreach (ref var value in values)
        {
            value /= divisor;
        }
    }
}
