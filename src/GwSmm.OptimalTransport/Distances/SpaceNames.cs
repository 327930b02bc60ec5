using System.Globalization;

namespace GwSmm.OptimalTransport;

/// <summary>Names spaces in messages.</summary>
internal static class SpaceNames
{
    /// <summary>The names of spaces.</summary>
    /// <param name="names">The names; null for 1, 2, 3, ...</param>
    /// <param name="count">The number of spaces.</param>
    /// <returns>One name for each space.</returns>
    /// <exception cref="GwSmmException">There are more or fewer.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string>? names, int count)
    {
        names ??= [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return names.Count == count
            ? names
            : throw new GwSmmException($"{count} spaces were given, but {names.Count} names. Give one name for each space.");
    }

    /// <summary>Makes a space.</summary>
    /// <param name="sources">What spaces are made of.</param>
    /// <param name="names">Their names.</param>
    /// <param name="index">The position of the space.</param>
    /// <returns>The space.</returns>
    /// <exception cref="GwSmmException">It cannot be made; the message names it.</exception>
    public static MetricMeasureSpace Build(IReadOnlyList<ISpaceSource> sources, IReadOnlyList<string> names, int index)
    {
        try
        {
            return sources[index].Build();
        }
        catch (GwSmmException error)
        {
            throw new GwSmmException($"Space {index + 1} ('{names[index]}'): {error.Message}", error);
        }
    }

    /// <summary>Solves the problem of a pair.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="names">The names of all spaces.</param>
    /// <param name="first">The position of the first space.</param>
    /// <param name="second">The position of the second space.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The result.</returns>
    /// <exception cref="GwSmmException">The solver refuses the problem; the message names both spaces.</exception>
    public static GromovWassersteinResult Solve(
        IGromovWassersteinSolver solver, GromovWassersteinProblem problem, IReadOnlyList<string> names, int first, int second, CancellationToken cancellationToken)
    {
        try
        {
            return solver.Solve(problem, cancellationToken);
        }
        catch (GwSmmException error)
        {
            throw new GwSmmException($"Spaces {Pair(names, first, second)}: {error.Message}", error);
        }
    }

    /// <summary>The numbers and names of two spaces.</summary>
    /// <param name="names">The names of all spaces.</param>
    /// <param name="first">The position of the first space.</param>
    /// <param name="second">The position of the second space.</param>
    /// <returns>Such as <c>1 ('a.csv') and 3 ('c.csv')</c>.</returns>
    public static string Pair(IReadOnlyList<string> names, int first, int second) =>
        $"{first + 1} ('{names[first]}') and {second + 1} ('{names[second]}')";
}
