using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>A solver that <c>--solver</c> names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Takes">The options that it takes, such as <c>--epsilon</c>.</param>
/// <param name="Create">Makes it.</param>
internal sealed record SolverChoice(string Name, string[] Takes, Func<SolverParameters, IGromovWassersteinSolver> Create)
{
    /// <summary>The default.</summary>
    public const string Exact = "exact";

    /// <summary>All solvers.</summary>
    public static IReadOnlyList<SolverChoice> All { get; } =
    [
        new(Exact, [], _ => new GromovWassersteinSolver()),
    ];

    /// <summary>Finds a solver and makes it.</summary>
    /// <param name="name">One of the names.</param>
    /// <param name="start">One of the names of <see cref="StartChoice"/>.</param>
    /// <param name="parameters">Its numbers.</param>
    /// <returns>The solver.</returns>
    /// <exception cref="GwSmmException">A number is out of its range, or the solver does not take it.</exception>
    public static IGromovWassersteinSolver Make(string name, string start, SolverParameters parameters)
    {
        var choice = All.Single(choice => string.Equals(choice.Name, name, StringComparison.Ordinal));
        Check(choice, "--epsilon", parameters.Epsilon, value => value > 0 && double.IsFinite(value), "above 0");
        Check(choice, "--alpha", parameters.Alpha, value => value is >= 0 and <= 1, "from 0 to 1");
        Check(choice, "--mass", parameters.Mass, value => value is > 0 and <= 1, "above 0 and at most 1");
        return StartChoice.Apply(start, choice.Create(parameters));
    }

    private static void Check(SolverChoice choice, string option, double? given, Func<double, bool> isGood, string range)
    {
        if (given is not { } value)
        {
            return;
        }

        if (!choice.Takes.Contains(option, StringComparer.Ordinal))
        {
            string[] takers = [.. All.Where(other => other.Takes.Contains(option, StringComparer.Ordinal)).Select(other => "--solver " + other.Name)];
            var instead = takers.Length == 0 ? string.Empty : $" or use {string.Join(" or ", takers)}";
            throw new GwSmmException($"{option} does nothing with --solver {choice.Name}. Leave it out{instead}.");
        }

        if (!isGood(value))
        {
            throw new GwSmmException($"{option} is {value}; it must be {range}.");
        }
    }
}
