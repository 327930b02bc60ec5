using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Makes a plan that is nearly of a given mass with marginals nearly below the weights exactly so, in the manner of Altschuler, Weed,
/// Rigollet (2017): rows and columns above their weight are scaled down, and what is missing is spread over what is left of the weights.
/// Reusable; not thread-safe.
/// </summary>
internal sealed class PlanRounding
{
    private double[] _rows = [];
    private double[] _columns = [];

    /// <summary>Rounds a plan.</summary>
    /// <param name="plan">The plan [n, m], at least 0; changed.</param>
    /// <param name="source">The weights of the sources [n].</param>
    /// <param name="target">The weights of the targets [m].</param>
    /// <param name="mass">The mass to reach, at most the sum of either side.</param>
    public void Round(Span<double> plan, double[] source, double[] target, double mass)
    {
        var (n, m) = (source.Length, target.Length);
        if (_rows.Length < n || _columns.Length < m)
        {
            (_rows, _columns) = (new double[n], new double[m]);
        }

        var rows = _rows.AsSpan(0, n);
        var columns = _columns.AsSpan(0, m);
        var total = TensorPrimitives.Sum<double>(plan);
        if (total > mass)
        {
            TensorPrimitives.Multiply(plan, mass / total, plan);
        }

        PlanMarginals.Sum(plan, rows, columns);
        for (var i = 0; i < n; i++)
        {
            if (rows[i] > source[i])
            {
                var row = plan.Slice(i * m, m);
                TensorPrimitives.Multiply(row, source[i] / rows[i], row);
            }
        }

        PlanMarginals.Sum(plan, rows, columns);
        for (var j = 0; j < m; j++)
        {
            columns[j] = columns[j] > target[j] ? target[j] / columns[j] : 1;
        }

        for (var i = 0; i < n; i++)
        {
            var row = plan.Slice(i * m, m);
            TensorPrimitives.Multiply(row, columns, row);
        }

        PlanMarginals.Sum(plan, rows, columns);
        ToSlack(rows, source);
        ToSlack(columns, target);
        Spread(plan, rows, columns, mass - TensorPrimitives.Sum<double>(plan));
    }

    private static void ToSlack(Span<double> sums, double[] weights)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = Math.Max(0, weights[i] - sums[i]);
        }
    }

    private static void Spread(Span<double> plan, Span<double> rowSlack, Span<double> columnSlack, double missing)
    {
        var (rowSum, columnSum) = (TensorPrimitives.Sum<double>(rowSlack), TensorPrimitives.Sum<double>(columnSlack));
        if (!(missing > 0) || !(rowSum > 0) || !(columnSum > 0))
        {
            return;
        }

        for (var i = 0; i < rowSlack.Length; i++)
        {
            var row = plan.Slice(i * columnSlack.Length, columnSlack.Length);
            TensorPrimitives.MultiplyAdd(columnSlack, missing * (rowSlack[i] / rowSum) / columnSum, row, row);
        }
    }
}
