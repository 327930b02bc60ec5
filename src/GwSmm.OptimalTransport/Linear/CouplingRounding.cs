using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Rounds a matrix to a coupling near it: Altschuler, Weed, Rigollet, "Near-linear time approximation algorithms for optimal
/// transport via Sinkhorn iteration" (2017), algorithm 2. It moves at most twice the error of the marginals. Thread-safe.
/// </summary>
public static class CouplingRounding
{
    /// <summary>Rounds in place: rows and then columns with too much mass are scaled down, and what is missing is added as a product.</summary>
    /// <param name="plan">The matrix [n, m], row-major; at least 0, finite. Receives the coupling.</param>
    /// <param name="source">The sums that the rows must have [n]; at least 0.</param>
    /// <param name="target">The sums that the columns must have [m]; at least 0, of the same total.</param>
    /// <exception cref="ArgumentException">The plan has another length than n m.</exception>
    public static void Round(Span<double> plan, ReadOnlySpan<double> source, ReadOnlySpan<double> target)
    {
        if (plan.Length != (long)source.Length * target.Length)
        {
            throw new ArgumentException($"{source.Length} x {target.Length} masses are needed, not {plan.Length}.", nameof(plan));
        }

        Round(plan, source, target, new double[source.Length], new double[target.Length]);
    }

    /// <summary>Rounds in place with buffers of the caller.</summary>
    /// <param name="plan">The matrix [n, m].</param>
    /// <param name="source">The sums of the rows [n].</param>
    /// <param name="target">The sums of the columns [m].</param>
    /// <param name="missingRow">Scratch [n].</param>
    /// <param name="missingColumn">Scratch [m].</param>
    internal static void Round(
        Span<double> plan, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> missingRow, Span<double> missingColumn)
    {
        var m = target.Length;
        missingColumn.Clear();
        for (var i = 0; i < source.Length; i++)
        {
            var row = plan.Slice(i * m, m);
            ScaleDown(row, source[i]);
            TensorPrimitives.Add(missingColumn, row, missingColumn);
        }

        for (var j = 0; j < m; j++)
        {
            missingColumn[j] = missingColumn[j] > target[j] ? target[j] / missingColumn[j] : 1;
        }

        var factor = missingColumn;
        for (var i = 0; i < source.Length; i++)
        {
            var row = plan.Slice(i * m, m);
            TensorPrimitives.Multiply(row, factor, row);
            missingRow[i] = Math.Max(0, source[i] - TensorPrimitives.Sum<double>(row));
        }

        missingColumn.Clear();
        for (var i = 0; i < source.Length; i++)
        {
            TensorPrimitives.Add(missingColumn, plan.Slice(i * m, m), missingColumn);
        }

        for (var j = 0; j < m; j++)
        {
            missingColumn[j] = Math.Max(0, target[j] - missingColumn[j]);
        }

        Fill(plan, missingRow, missingColumn);
    }

    private static void ScaleDown(Span<double> row, double sum)
    {
        var found = TensorPrimitives.Sum<double>(row);
        if (found > sum)
        {
            TensorPrimitives.Multiply(row, sum / found, row);
        }
    }

    private static void Fill(Span<double> plan, ReadOnlySpan<double> missingRow, ReadOnlySpan<double> missingColumn)
    {
        // Both totals are equal but for rounding errors; the larger one keeps every sum at or below its weight.
        var total = Math.Max(TensorPrimitives.Sum(missingRow), TensorPrimitives.Sum(missingColumn));
        for (var i = 0; i < missingRow.Length && total > 0; i++)
        {
            if (missingRow[i] > 0)
            {
                var row = plan.Slice(i * missingColumn.Length, missingColumn.Length);
                TensorPrimitives.MultiplyAdd(missingColumn, missingRow[i] / total, row, row);
            }
        }
    }
}
