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

    /// <summary>All solvers.</summary>
    public static IReadOnlyList<SolverChoice> All { get; } =
    [
        new(Exact, [Alpha, Bounds, Start, Nearest], p => new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = p.BoundsOrDefault })),
        new("entropic", [Epsilon, Alpha, Bounds, Start, Nearest], p => Entropic(p, EntropicMethod.ProjectedGradient)),
        new("proximal", [Epsilon, Alpha, Bounds, Start, Nearest], p => Entropic(p, EntropicMethod.Proximal)),
        new("low-rank", [Rank, Nearest], p => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { Rank = p.RankOrDefault })),
        new("semi-relaxed", [Alpha], _ => new SemiRelaxedGromovWassersteinSolver()),
        new("partial", [Mass], p => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = p.MassOrDefault })),
        new("entropic-partial", [Mass, Epsilon], p => new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Mass = p.MassOrDefault, Epsilon = p.EpsilonOrDefault })),
        new("unbalanced", [Epsilon], p => new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { Epsilon = p.EpsilonOrDefault })),
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
        Check(choice, Mass, parameters.Mass, value => value is >= PartialGromovWassersteinOptions.SmallestMass and <= 1, $"from {PartialGromovWassersteinOptions.SmallestMass:0e-0} to 1");
        Check(choice, Rank, parameters.Rank, value => value >= 1, "at least 1");
        Check(choice, Bounds, parameters.Bounds is not null && !nearest);
        Check(choice, Start, !string.Equals(start, StartChoice.Product, StringComparison.Ordinal));
        Check(choice, Nearest, nearest);
        return StartChoice.Apply(start, choice.Create(nearest ? parameters with { Bounds = LowerBounds.None } : parameters));
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

    private static EntropicGromovWassersteinSolver Entropic(SolverParameters parameters, EntropicMethod method) =>
        new(new EntropicGromovWassersteinOptions { Method = method, Epsilon = parameters.EpsilonOrDefault, Bounds = parameters.BoundsOrDefault });
}
