namespace GwSmm.OptimalTransport;

/// <summary>How the entropic solver runs and when it stops.</summary>
public sealed record EntropicGromovWassersteinOptions
{
    /// <summary>The weight of the entropy or of the divergence from the last plan, in the unit of the squared costs; above 0; 0.05 by
    /// default, meant for costs of at most 1.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>How the objective is descended; <see cref="EntropicMethod.ProjectedGradient"/> by default.</summary>
    public EntropicMethod Method { get; init; }

    /// <summary>The largest number of iterations, at least 1; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Stop when an iteration changes the plan by at most this, in the Euclidean norm; at least 0; 1e-10 by default.
    /// Python Optimal Transport has 1e-9, tested every tenth time.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Iterations between two tests of the tolerance, the first one after the first iteration; at least 1; 1 by default. Python
    /// Optimal Transport has 10.</summary>
    public int CheckInterval { get; init; } = 1;

    /// <summary>Whether projected gradient extrapolates from its last steps (Anderson, 1965) once the plan settles: the same fixed point in
    /// fewer iterations. True by default; false for the steps of Python Optimal Transport. Other methods ignore it.</summary>
    public bool Accelerate { get; init; } = true;

    /// <summary>The largest number of Sinkhorn's iterations in one iteration, at least 1; 1000 by default.</summary>
    public int InnerMaxIterations { get; init; } = 1000;

    /// <summary>The tolerance of Sinkhorn's iterations, see <see cref="SinkhornOptions.Tolerance"/>; at least 0; 1e-11 by default: well below
    /// <see cref="Tolerance"/>, or the plan never comes to rest.</summary>
    public double InnerTolerance { get; init; } = 1e-11;

    /// <summary>Sinkhorn's iterations also stop when their error is below this fraction of how far the last step moved the plan: early
    /// steps need no exact solution. In [0, 1]; 0.1 by default; 0 for exact steps as in Python Optimal Transport.</summary>
    public double InnerRelativeTolerance { get; init; } = 0.1;

    /// <summary>Sinkhorn's iterations between two tests of their tolerance, at least 1; 1 by default. Python Optimal Transport has 10.</summary>
    public int InnerCheckInterval { get; init; } = 1;

    /// <summary>How Sinkhorn's iterations represent numbers; <see cref="SinkhornDomain.Auto"/> by default.</summary>
    public SinkhornDomain Domain { get; init; }

    /// <summary>Whether Sinkhorn's iterations start from the potentials of the step before, which saves most of them once the plan
    /// settles; true by default. The proximal method always does so.</summary>
    public bool WarmStart { get; init; } = true;

    /// <summary>Whether the plan is rounded to a coupling, see <see cref="CouplingRounding"/>; true by default. Without it the marginals
    /// are met to the inner tolerance, or worse when the inner iterations run out.</summary>
    public bool Round { get; init; } = true;

    /// <summary>The certified lower bounds that the result takes the largest of; the first, which costs next to nothing, by default.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.First;

    internal SinkhornSettings Checked(string name)
    {
        IterationChecks.Epsilon(Epsilon, name);
        IterationChecks.Iterations(MaxIterations, CheckInterval, Tolerance, name);
        if (!(InnerRelativeTolerance >= 0) || InnerRelativeTolerance > 1)
        {
            throw new ArgumentOutOfRangeException(name, InnerRelativeTolerance, "The relative tolerance must be in [0, 1].");
        }

        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(name, Method, "Not a method.");
        }

        GromovWassersteinBounds.CheckKinds(Bounds);
        return new SinkhornSettings(InnerMaxIterations, InnerTolerance, InnerCheckInterval, Domain).Checked(name);
    }
}
