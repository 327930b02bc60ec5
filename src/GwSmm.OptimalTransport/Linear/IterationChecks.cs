namespace GwSmm.OptimalTransport;

/// <summary>Checks that the options of entropic solvers share.</summary>
internal static class IterationChecks
{
    /// <summary>Checks epsilon.</summary>
    /// <param name="epsilon">The weight of the entropy.</param>
    /// <param name="name">The name of the argument that it came with.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public static void Epsilon(double epsilon, string name)
    {
        if (!(epsilon > 0) || !double.IsFinite(epsilon))
        {
            throw new ArgumentOutOfRangeException(name, epsilon, "Epsilon must be a finite number above 0.");
        }
    }

    /// <summary>Checks when iterations stop.</summary>
    /// <param name="maximum">The largest number of iterations.</param>
    /// <param name="interval">Iterations between two tests.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <param name="name">The name of the argument that they came with.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public static void Iterations(int maximum, int interval, double tolerance, string name)
    {
        if (maximum < 1 || interval < 1)
        {
            throw new ArgumentOutOfRangeException(name, Math.Min(maximum, interval), "Limits and intervals of iterations must be at least 1.");
        }

        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(name, tolerance, "Tolerances must be at least 0.");
        }
    }
}
