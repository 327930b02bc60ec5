using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Sums of the rows and columns of a plan.</summary>
internal static class PlanMarginals
{
    /// <summary>Computes both.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <param name="rows">Receives T 1 [n].</param>
    /// <param name="columns">Receives T' 1 [m].</param>
    public static void Sum(ReadOnlySpan<double> plan, Span<double> rows, Span<double> columns)
    {
        columns.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = plan.Slice(i * columns.Length, columns.Length);
            rows[i] = TensorPrimitives.Sum(row);
            TensorPrimitives.Add(columns, row, columns);
        }
    }
}
