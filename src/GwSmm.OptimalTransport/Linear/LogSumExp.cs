using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Logarithms of sums of exponentials over the rows and columns of a matrix, free of overflow. Minus infinity stands for 0.</summary>
internal static class LogSumExp
{
    /// <summary>log sum_j exp(A_ij + shift_j) of every row.</summary>
    /// <param name="matrix">A [n, m], row-major.</param>
    /// <param name="shift">What is added to every row [m].</param>
    /// <param name="destination">Receives the logarithms [n].</param>
    /// <param name="scratch">Scratch [m].</param>
    public static void Rows(ReadOnlySpan<double> matrix, ReadOnlySpan<double> shift, Span<double> destination, Span<double> scratch)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            TensorPrimitives.Add(matrix.Slice(i * shift.Length, shift.Length), shift, scratch);
            var largest = TensorPrimitives.Max<double>(scratch);
            TensorPrimitives.Subtract(scratch, largest, scratch);
            TensorPrimitives.Exp<double>(scratch, scratch);
            destination[i] = largest + Math.Log(TensorPrimitives.Sum<double>(scratch));
        }
    }

    /// <summary>log sum_i exp(A_ij + shift_i) of every column.</summary>
    /// <param name="matrix">A [n, m], row-major.</param>
    /// <param name="shift">What is added to every column [n].</param>
    /// <param name="destination">Receives the logarithms [m].</param>
    /// <param name="scratch">Scratch [2 m].</param>
    public static void Columns(ReadOnlySpan<double> matrix, ReadOnlySpan<double> shift, Span<double> destination, Span<double> scratch)
    {
        var m = destination.Length;
        var largest = scratch[..m];
        var row = scratch.Slice(m, m);
        largest.Fill(double.NegativeInfinity);
        for (var i = 0; i < shift.Length; i++)
        {
            TensorPrimitives.Add(matrix.Slice(i * m, m), shift[i], row);
            TensorPrimitives.Max(largest, row, largest);
        }

        destination.Clear();
        for (var i = 0; i < shift.Length; i++)
        {
            TensorPrimitives.Add(matrix.Slice(i * m, m), shift[i], row);
            TensorPrimitives.Subtract(row, largest, row);
            TensorPrimitives.Exp<double>(row, row);
            TensorPrimitives.Add(destination, row, destination);
        }

        TensorPrimitives.Log<double>(destination, destination);
        TensorPrimitives.Add(destination, largest, destination);
    }
}
