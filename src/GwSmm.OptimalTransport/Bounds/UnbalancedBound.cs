namespace GwSmm.OptimalTransport;

/// <summary>
/// The certified lower bound for plans whose marginals are free at a price. KL2(T 1 | p) is the divergence of T T from p p' on pairs, so that the objective is at least that of unbalanced
/// transport between all costs of either side, a convex problem on the line. Any f and g with f_ik + g_jl at most (C1_ik - C2_jl)^2 give the dual value
/// r sum p p (1 - exp(-f / r)) + rho' sum q q (1 - exp(-g / rho')), where r = rho + epsilon is the price of one side and rho' that of the other (Séjourné, Vialard, Peyré,
/// "Faster unbalanced optimal transport", 2022). Taken are the potentials of balanced transport, and the distances to the nearest cost with g = 0, up to the best constant.
/// </summary>
internal static class UnbalancedBound
{
    // Sums of exponentials below it are no longer told apart from 0.
    private const double Underflow = 1e-300;

    /// <summary>Computes the bound; O(n^2 + m^2).</summary>
    /// <param name="problem">The problem, not fused.</param>
    /// <param name="options">The prices and the bounds; none for 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A number that the objective of no plan is below, at least 0; 0 for losses other than the square loss.</returns>
    public static double Of(GromovWassersteinProblem problem, UnbalancedGromovWassersteinOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Bounds == LowerBounds.None || !ReferenceEquals(problem.Loss, QuadraticLoss.Square))
        {
            return 0;
        }

        var (a, b) = (problem.Source.Signature, problem.Target.Signature);
        var (x, y) = (a.SortedCosts, b.SortedCosts);
        var unit = BoundAllowance.Units(RelaxedBound.StepsOf(a, b));
        var largest = Math.Max(a.Scale.Largest, b.Scale.Largest);
        var (f, g) = (new double[x.Values.Length], new double[y.Values.Length]);
        var (source, target) = (a.Scale.Mass * a.Scale.Mass, b.Scale.Mass * b.Scale.Mass);
        var (rho1, rho2, epsilon) = (options.SourcePenalty, options.TargetPenalty, options.Epsilon);

        LinePotentials.Fill(x.Values, x.Cumulative, y.Values, y.Cumulative, f, g);
        var bound = Best();
        NearestPoints.Fill(x.Values, y.Values, f);
        Array.Clear(g);
        bound = Math.Max(bound, Best());
        NearestPoints.Fill(y.Values, x.Values, g);
        Array.Clear(f);
        return Math.Max(bound, Best());

        // Epsilon adds to the price of one side or of the other.
        double Best() => Math.Max(
            0,
            Math.Max(
                Dual(x, f, source, rho1 + epsilon, rho1 + (epsilon * target), y, g, target, rho2, rho2),
                Dual(y, g, target, rho2 + epsilon, rho2 + (epsilon * source), x, f, source, rho1, rho1)));

        double Dual(WeightedLine own, double[] u, double ownMass, double price, double factor, WeightedLine other, double[] v, double otherMass, double otherPrice, double otherFactor)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = unit * largest * largest;
            var (kept, otherKept) = (Kept(own, u, price, error, unit), Kept(other, v, otherPrice, error, unit));
            var constant = Math.Log(kept / otherKept) / (price + otherPrice);
            var value = (factor * ownMass * (1 - (kept * Math.Exp(-constant * otherPrice))))
                + (otherFactor * otherMass * (1 - (otherKept * Math.Exp(constant * price))))
                - (unit * (price + otherPrice));
            return double.IsFinite(value) ? value : 0;
        }
    }

    // The mean of exp(-potential / price), rounded up; masses of unequal weights are known to rounding of the whole, each.
    private static double Kept(WeightedLine line, double[] potentials, double price, double error, double unit)
    {
        var (sum, largest) = (0.0, 0.0);
        for (var i = 0; i < potentials.Length; i++)
        {
            var term = Math.Exp((error - potentials[i]) / price);
            largest = Math.Max(largest, term);
            sum += line.Mass(i) * term;
        }

        return Math.Max(Underflow, (sum * (1 + unit)) + (line.IsUniform ? 0 : unit * largest));
    }
}
