namespace GwSmm.OptimalTransport;

/// <summary>
/// Two spaces to be matched: min over couplings T of sum L(C1_ik, C2_jl) T_ij T_kl. With a feature cost M the problem is fused
/// (Vayer, Chapel, Flamary, Tavenard, Courty, 2019): min (1 - alpha) sum M_ij T_ij + alpha sum L T T. Immutable; thread-safe.
/// </summary>
public sealed class GromovWassersteinProblem
{
    private const double MarginalTolerance = 1e-8;

    /// <summary>Creates a problem.</summary>
    /// <param name="source">The first space, of n points.</param>
    /// <param name="target">The second space, of m points.</param>
    /// <param name="loss">The loss between costs; null for the square loss.</param>
    /// <param name="initialPlan">The coupling [n, m], row-major, from which the solver starts; null for the product of the weights.</param>
    /// <exception cref="ArgumentException">The initial plan has another length, a negative or non-finite entry, or marginals that
    /// differ from the weights by more than 1e-8.</exception>
    /// <exception cref="GwSmmException">The loss needs costs of at least 0 and a space has a negative one.</exception>
    public GromovWassersteinProblem(
        MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss? loss = null, double[]? initialPlan = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Source = source;
        Target = target;
        Loss = loss ?? QuadraticLoss.Square;
        InitialPlan = initialPlan;
        Start = initialPlan is null ? InitialCoupling.Product : InitialCoupling.Given;
        if (Loss.NeedsNonNegativeCosts)
        {
            CheckNonNegative(source, "source");
            CheckNonNegative(target, "target");
        }

        if (initialPlan is not null)
        {
            CheckPlan(initialPlan);
        }
    }

    /// <summary>Creates a fused problem.</summary>
    /// <param name="source">The first space, of n points.</param>
    /// <param name="target">The second space, of m points.</param>
    /// <param name="featureCost">The cost M [n, m] of matching two points for themselves, row-major; finite; kept, not copied.</param>
    /// <param name="alpha">The weight of structure against features, in [0, 1].</param>
    /// <param name="loss">The loss between costs; null for the square loss.</param>
    /// <param name="initialPlan">The coupling [n, m] from which the solver starts; null for the product of the weights.</param>
    /// <exception cref="ArgumentException">As for the other constructor, or the feature cost has another length than n m.</exception>
    /// <exception cref="GwSmmException">As for the other constructor; alpha is out of range; a feature cost is not finite.</exception>
    public GromovWassersteinProblem(
        MetricMeasureSpace source,
        MetricMeasureSpace target,
        double[] featureCost,
        double alpha,
        QuadraticLoss? loss = null,
        double[]? initialPlan = null)
        : this(source, target, loss, initialPlan)
    {
        ArgumentNullException.ThrowIfNull(featureCost);
        if (featureCost.LongLength != (long)source.Count * target.Count)
        {
            throw new ArgumentException($"The feature cost needs {source.Count} x {target.Count} entries, not {featureCost.Length}.", nameof(featureCost));
        }

        var bad = Array.FindIndex(featureCost, value => !(Math.Abs(value) <= MetricMeasureSpace.LargestCost));
        if (bad >= 0)
        {
            throw new GwSmmException(
                $"The feature cost between source point {(bad / target.Count) + 1} and target point {(bad % target.Count) + 1} is {featureCost[bad]}; feature costs must be finite and at most {MetricMeasureSpace.LargestCost:0e0}. Check the features.");
        }

        if (!(alpha >= 0) || alpha > 1)
        {
            throw new GwSmmException($"Alpha is {alpha}; the weight of structure against features must be in [0, 1].");
        }

        FeatureCost = featureCost;
        Alpha = alpha;
    }

    private GromovWassersteinProblem(GromovWassersteinProblem other, double[]? initialPlan, InitialCoupling start)
    {
        (Source, Target, Loss, FeatureCost, Alpha) = (other.Source, other.Target, other.Loss, other.FeatureCost, other.Alpha);
        InitialPlan = initialPlan;
        Start = start;
    }

    /// <summary>The first space, of n points.</summary>
    public MetricMeasureSpace Source { get; }

    /// <summary>The second space, of m points.</summary>
    public MetricMeasureSpace Target { get; }

    /// <summary>The loss between costs.</summary>
    public QuadraticLoss Loss { get; }

    /// <summary>The coupling [n, m] from which the solver starts; null for the product of the weights.</summary>
    public double[]? InitialPlan { get; }

    /// <summary>What the solver starts from.</summary>
    public InitialCoupling Start { get; }

    /// <summary>The cost M [n, m] of matching two points for themselves; null when only structure counts.</summary>
    public double[]? FeatureCost { get; }

    /// <summary>The weight of structure against features, in [0, 1]; 1 without a feature cost.</summary>
    public double Alpha { get; } = 1;

    /// <summary>Refuses a start that would be ignored.</summary>
    /// <param name="solver">What has no use for it.</param>
    /// <exception cref="GwSmmException">The problem has an initial plan.</exception>
    internal void RequireNoInitialPlan(string solver)
    {
        if (InitialPlan is not null)
        {
            throw new GwSmmException($"The problem has an initial plan, which {solver} does not start from. Leave the plan out, or use a solver that starts from it, such as the exact one (conditional gradient).");
        }
    }

    /// <summary>The same problem with another start.</summary>
    /// <param name="initialPlan">A coupling [n, m] that is known to be feasible.</param>
    /// <param name="start">How it was made.</param>
    /// <returns>The problem.</returns>
    internal GromovWassersteinProblem StartingFrom(double[]? initialPlan, InitialCoupling start) => new(this, initialPlan, start);

    private void CheckNonNegative(MetricMeasureSpace space, string side)
    {
        var at = space.Cost.AsSpan().IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon);
        if (at >= 0)
        {
            throw new GwSmmException(
                $"The {side} cost between points {(at / space.Count) + 1} and {(at % space.Count) + 1} is {space.Cost[at]}; the {Loss.Name} loss needs costs of at least 0. Use the square loss or other costs.");
        }
    }

    private void CheckPlan(double[] plan)
    {
        var (n, m) = (Source.Count, Target.Count);
        if (plan.LongLength != (long)n * m)
        {
            throw new ArgumentException($"The initial plan needs {n} x {m} = {(long)n * m} entries, not {plan.LongLength}.", nameof(plan));
        }

        var rows = new double[n];
        var columns = new double[m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var mass = plan[(i * m) + j];
                if (!(mass >= 0) || !double.IsFinite(mass))
                {
                    throw new ArgumentException($"The initial plan, row {i + 1}, column {j + 1} is {mass}; masses must be finite and at least 0.", nameof(plan));
                }

                rows[i] += mass;
                columns[j] += mass;
            }
        }

        CheckMarginal(rows, Source.Weights, "row");
        CheckMarginal(columns, Target.Weights, "column");
    }

    private static void CheckMarginal(double[] sums, double[] weights, string side)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            if (Math.Abs(sums[i] - weights[i]) > MarginalTolerance)
            {
                throw new ArgumentException($"The initial plan's {side} {i + 1} sums to {sums[i]}; it must sum to the weight {weights[i]}.", nameof(sums));
            }
        }
    }
}
