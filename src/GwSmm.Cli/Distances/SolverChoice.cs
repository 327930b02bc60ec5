using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>A solver that <c>--solver</c> names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Takes">The options that it takes, such as <c>--epsilon</c>.</param>
/// <param name="Create">Makes it.</param>
internal sealed record SolverChoice(string Name, string[] Takes, Func<SolverParameters, IGromovWassersteinSolver> Create)
{
    private const string Epsilon = "--epsilon";
    private const string Alpha = "--alpha";
    private const string Mass = "--mass";
    private const string Rank = "--rank";
    private const string Bounds = "--bounds";
    private const string Start = "--start";
    private const string Nearest = "--nearest";

    /// <summary>The default.</summary>
    public const string Exact = "exact";

    /// <summary>The solver that weighs structure and features itself: <c>--alpha</c> is its own.</summary>
    public const string FeatureSelection = "feature-selection";

    private const string Robust = "robust";

    /// <summary>All solvers.</summary>
    public static IReadOnlyList<SolverChoice> All { get; } =
    [
        new(Exact, [Alpha, Bounds, Start, Nearest], p => new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = p.BoundsOrDefault })),
        new("entropic", [Epsilon, Alpha, Bounds, Start, Nearest], p => Entropic(p, EntropicMethod.ProjectedGradient)),
        new("proximal", [Epsilon, Alpha, Bounds, Start, Nearest], p => Entropic(p, EntropicMethod.Proximal)),
        new("low-rank", [Rank, Bounds, Nearest], p => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { Rank = p.RankOrDefault, Bounds = p.BoundsOrDefault })),
        new("semi-relaxed", [Alpha, Bounds], p => new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { Bounds = p.BoundsOrDefault })),
        new("entropic-semi-relaxed", [Epsilon, Alpha, Bounds], p => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = p.EpsilonOrDefault, Bounds = p.BoundsOrDefault })),
        new("partial", [Mass, Alpha, Bounds], p => new PartialGromovWassersteinSolver(Partial(p))),
        new("entropic-partial", [Mass, Epsilon, Alpha, Bounds], p => new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Mass = p.MassOrDefault, Epsilon = p.EpsilonOrDefault, Bounds = p.BoundsOrNone })),
        new(Robust, [Mass, Alpha, Bounds], p => new RobustAlignment(new RobustAlignmentOptions { Fraction = 1 - p.Mass, Partial = Partial(p with { Mass = null }) })),
        new("unbalanced", [Epsilon, Bounds], p => new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { Epsilon = p.EpsilonOrDefault, Bounds = p.BoundsOrDefault })),
        new(FeatureSelection, [Alpha, Bounds], Selecting),
        new("gaussian", [Bounds, Nearest], p => new GaussianGromovWassersteinSolver(new GaussianGromovWassersteinOptions { Bounds = p.Bounds ?? new GaussianGromovWassersteinOptions().Bounds })),
    ];

    /// <summary>Finds a solver and makes it.</summary>
    /// <param name="name">One of the names.</param>
    /// <param name="start">One of the names of <see cref="StartChoice"/>.</param>
    /// <param name="parameters">Its numbers.</param>
    /// <param name="nearest">Whether nearest groups are searched for: the search computes the bounds, the solver none.</param>
    /// <returns>The solver.</returns>
    /// <exception cref="GwSmmException">A number is out of its range, or the solver does not take an option.</exception>
    public static IGromovWassersteinSolver Make(string name, string start, SolverParameters parameters, bool nearest)
    {
        var choice = All.Single(choice => string.Equals(choice.Name, name, StringComparison.Ordinal));
        Check(choice, Epsilon, parameters.Epsilon, value => value > 0 && double.IsFinite(value), "above 0");
        Check(choice, Alpha, parameters.Alpha, value => value is >= 0 and <= 1, "from 0 to 1");
        Check(choice, Alpha, parameters.SelectionAlpha, value => value is >= 0 and < 1, "at least 0 and below 1, as at 1 no feature counts");
        CheckMass(choice, parameters.Mass);
        Check(choice, Rank, parameters.Rank, value => value >= 1, "at least 1");
        Check(choice, Bounds, parameters.Bounds is not null && !nearest);
        Check(choice, Start, !string.Equals(start, StartChoice.Product, StringComparison.Ordinal));
        Check(choice, Nearest, nearest);
        return StartChoice.Apply(start, choice.Create(nearest ? parameters with { Bounds = LowerBounds.None } : parameters));
    }

    private static void CheckMass(SolverChoice choice, double? mass)
    {
        if (string.Equals(choice.Name, Robust, StringComparison.Ordinal))
        {
            Check(choice, Mass, mass, value => value <= 1 && 1 - value < RobustAlignmentOptions.Breakdown, $"above 2/3 and at most 1 with --solver {Robust}");
            return;
        }

        const double Least = PartialGromovWassersteinOptions.SmallestMass;
        Check(choice, Mass, mass, value => value is >= Least and <= 1, $"from {Least:0e-0} to 1");
    }

    private static void Check(SolverChoice choice, string option, double? given, Func<double, bool> isGood, string range)
    {
        if (given is not { } value)
        {
            return;
        }

        Check(choice, option, isGiven: true);
        if (!isGood(value))
        {
            throw new GwSmmException($"{option} is {value}; it must be {range}.");
        }
    }

    private static void Check(SolverChoice choice, string option, bool isGiven)
    {
        if (isGiven && !choice.Takes.Contains(option, StringComparer.Ordinal))
        {
            string[] takers = [.. All.Where(other => other.Takes.Contains(option, StringComparer.Ordinal)).Select(other => "--solver " + other.Name)];
            var instead = takers.Length == 0 ? string.Empty : $" or use {string.Join(" or ", takers)}";
            throw new GwSmmException($"{option} does nothing with --solver {choice.Name}. Leave it out{instead}.");
        }
    }

    private static PartialGromovWassersteinOptions Partial(SolverParameters parameters) => new() { Mass = parameters.MassOrDefault, Bounds = parameters.BoundsOrNone };

    private static FeatureSelectionSolver Selecting(SolverParameters parameters) => new(new FeatureSelectionOptions
    {
        Alpha = parameters.SelectionAlpha ?? new FeatureSelectionOptions().Alpha,
        Coupling = new GromovWassersteinOptions { Bounds = parameters.BoundsOrDefault },
    });

    private static EntropicGromovWassersteinSolver Entropic(SolverParameters parameters, EntropicMethod method) =>
        new(new EntropicGromovWassersteinOptions { Method = method, Epsilon = parameters.EpsilonOrDefault, Bounds = parameters.BoundsOrDefault });
}
