using System.Numerics.Tensors;

namespace GwSmm.Numerics;

/// <summary>Sums in an order that depends on the shape only. NaN and infinity follow IEEE 754. Thread-safe.</summary>
public static class Reductions
{
    private const int Chunk = 512;
    private const int RowBlock = 128;
    private const int ColumnBlock = 256;

    /// <summary>Sums squares in double, for the norm of a gradient.</summary>
    /// <param name="values">Values; empty gives 0.</param>
    /// <returns>The sum of squares.</returns>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Span<double> wide = stackalloc double[Chunk];
        var total = 0.0;
        for (var start = 0; start < values.Length; start += Chunk)
        {
            var chunk = values.Slice(start, Math.Min(Chunk, values.Length - start));
            var converted = wide[..chunk.Length];
            TensorPrimitives.ConvertTruncating(chunk, converted);
            total += TensorPrimitives.SumOfSquares<double>(converted);
        }

        return total;
    }

    /// <summary>Adds the sum of every column to a vector: the gradient of a bias.</summary>
    /// <param name="matrix">Matrix [rows, columns] whose rows lie <paramref name="stride"/> apart.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stride">Distance between rows, at least <paramref name="columns"/>.</param>
    /// <param name="sums">What the sums are added to [columns].</param>
    /// <exception cref="ArgumentException">A span does not have its shape.</exception>
    /// <remarks>Columns are independent, so callers may split them over threads without a change of bits.</remarks>
    public static void AddColumnSums(ReadOnlySpan<float> matrix, int rows, int columns, int stride, Span<float> sums)
    {
        CheckRows(rows, columns, stride, matrix.Length, nameof(matrix));
        Lengths.Same(columns, sums.Length, nameof(sums));
        Span<float> block = stackalloc float[ColumnBlock];
        for (var start = 0; start < columns; start += ColumnBlock)
        {
            var width = Math.Min(ColumnBlock, columns - start);
            var partial = block[..width];
            for (var first = 0; first < rows; first += RowBlock)
            {
                // Sums of sums lose fewer digits than one long sum.
                partial.Clear();
                for (var row = first; row < Math.Min(rows, first + RowBlock); row++)
                {
                    TensorPrimitives.Add(partial, matrix.Slice((row * stride) + start, width), partial);
                }

                var target = sums.Slice(start, width);
                TensorPrimitives.Add(target, partial, target);
            }
        }
    }

    /// <summary>Adds a vector to every row.</summary>
    /// <param name="matrix">Matrix [rows, columns] whose rows lie <paramref name="stride"/> apart, changed in place.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stride">Distance between rows, at least <paramref name="columns"/>.</param>
    /// <param name="bias">What is added [columns].</param>
    /// <exception cref="ArgumentException">A span does not have its shape.</exception>
    public static void AddBias(Span<float> matrix, int rows, int columns, int stride, ReadOnlySpan<float> bias)
    {
        CheckRows(rows, columns, stride, matrix.Length, nameof(matrix));
        Lengths.Same(columns, bias.Length, nameof(bias));
        for (var row = 0; row < rows; row++)
        {
            var line = matrix.Slice(row * stride, columns);
            TensorPrimitives.Add(line, bias, line);
        }
    }

    private static void CheckRows(int rows, int columns, int stride, int length, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns);
        var needed = rows == 0 ? 0 : ((long)(rows - 1) * stride) + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                $"A [{rows}, {columns}] matrix with rows {stride} apart needs {needed} elements, but {length} were given.", name);
        }
    }
}
