namespace GwSmm.OptimalTransport;

/// <summary>Exact optimal transport (earth mover's distance): min sum C_ij T_ij over couplings T of two weightings. Thread-safe.</summary>
public static class LinearTransport
{
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
        TransportInput.Check(source, target, cost);
        var rows = TransportInput.Positive(source);
        var columns = TransportInput.Positive(target);
        var (n, m) = (rows.Length, columns.Length);
        var a = TransportInput.Gather(source, rows);
        var b = TransportInput.Gather(target, columns);
        var inner = TransportInput.Gather(cost, rows, columns, target.Length);
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

        return new LinearTransportResult(cost, dense, TransportInput.Scatter(u, rows, sources), TransportInput.Scatter(v, columns, targets));
    }
}
