using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Exact optimal transport (earth mover's distance): min sum C_ij T_ij over couplings T of two weightings. Thread-safe.</summary>
public static class LinearTransport
{
    private const double SumTolerance = 1e-6;

    /// <summary>Solves one problem: as an assignment when n = m and all weights are equal, else by the network simplex method.</summary>
    /// <param name="source">The weights of the sources [n], at least 0, not all 0.</param>
    /// <param name="target">The weights of the targets [m], at least 0, with the same sum (to 1e-6 of it; they are scaled to fit).</param>
    /// <param name="cost">The costs [n, m], row-major, finite.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>An optimal coupling, its cost and its duals.</returns>
    /// <exception cref="ArgumentException">The costs have another length than n m.</exception>
    /// <exception cref="GwSmmException">A weight is negative or not finite, the sums are 0 or differ, or a cost is not finite.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public static LinearTransportResult Solve(
        ReadOnlySpan<double> source, ReadOnlySpan<double> target, ReadOnlySpan<double> cost, CancellationToken cancellationToken = default)
    {
        Check(source, target, cost);
        var rows = Positive(source);
        var columns = Positive(target);
        var (n, m) = (rows.Length, columns.Length);
        var a = Array.ConvertAll(rows, Getter(source));
        var b = Array.ConvertAll(columns, Getter(target));
        var inner = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                inner[(i * m) + j] = cost[(rows[i] * target.Length) + columns[j]];
            }
        }

        var plan = new SparsePlan();
        var u = new double[n];
        var v = new double[m];
        if (n == m && !a.AsSpan().ContainsAnyExcept(a[0]) && !b.AsSpan().ContainsAnyExcept(b[0]))
        {
            SolveAssignment(inner, a[0], plan, u, v, cancellationToken);
        }
        else
        {
            var simplex = new NetworkSimplex();
            simplex.SetMarginals(a, b);
            simplex.Solve(inner, plan, cancellationToken);
            simplex.Dual[..n].CopyTo(u);
            simplex.Dual[n..].CopyTo(v);
        }

        return Expand(plan, plan.Dot(inner), u, v, rows, columns, source.Length, target.Length);
    }

    private static Converter<int, double> Getter(ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        return i => copy[i];
    }

    private static void SolveAssignment(double[] cost, double weight, SparsePlan plan, double[] u, double[] v, CancellationToken cancellationToken)
    {
        var assignment = new LinearAssignment();
        assignment.Solve(cost, u.Length, cancellationToken);
        plan.Begin(u.Length, u.Length);
        assignment.ColumnDual.CopyTo(v);
        for (var i = 0; i < u.Length; i++)
        {
            var j = assignment.ColumnOf[i];
            plan.Add(i, j, weight);
            u[i] = cost[(i * u.Length) + j] - v[j];
        }

        plan.End();
    }

    private static LinearTransportResult Expand(
        SparsePlan plan, double cost, double[] u, double[] v, int[] rows, int[] columns, int sources, int targets)
    {
        var dense = new double[sources * targets];
        for (var i = 0; i < plan.Rows; i++)
        {
            for (var k = plan.RowStart[i]; k < plan.RowStart[i + 1]; k++)
            {
                dense[(rows[i] * targets) + columns[plan.Column[k]]] = plan.Mass[k];
            }
        }

        return new LinearTransportResult(cost, dense, Scatter(u, rows, sources), Scatter(v, columns, targets));
    }

    private static double[] Scatter(double[] values, int[] at, int length)
    {
        var result = new double[length];
        Array.Fill(result, double.NaN);
        for (var k = 0; k < values.Length; k++)
        {
            result[at[k]] = values[k];
        }

        return result;
    }

    private static int[] Positive(ReadOnlySpan<double> weights)
    {
        var kept = new List<int>(weights.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                kept.Add(i);
            }
        }

        return [.. kept];
    }

    private static void Check(ReadOnlySpan<double> source, ReadOnlySpan<double> target, ReadOnlySpan<double> cost)
    {
        var sourceSum = CheckWeights(source, "source");
        var targetSum = CheckWeights(target, "target");
        if (!(Math.Abs(sourceSum - targetSum) <= SumTolerance * Math.Max(sourceSum, targetSum)))
        {
            throw new GwSmmException($"The source weights sum to {sourceSum}, the target weights to {targetSum}; the sums must be equal. Scale one side.");
        }

        if (cost.Length != (long)source.Length * target.Length)
        {
            throw new ArgumentException($"{source.Length} x {target.Length} costs are needed, not {cost.Length}.", nameof(cost));
        }

        if (!double.IsFinite(TensorPrimitives.MaxMagnitude(cost)))
        {
            throw new GwSmmException("A cost is NaN or infinite; costs must be finite numbers.");
        }
    }

    private static double CheckWeights(ReadOnlySpan<double> weights, string side)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new GwSmmException($"The {side} weight {i + 1} is {weights[i]}; weights must be finite and at least 0. Correct the weights.");
            }

            sum += weights[i];
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new GwSmmException($"The {side} weights sum to {sum}; at least one must be positive, and the sum finite.");
    }
}
