namespace GwSmm.OptimalTransport;

/// <summary>How much mass is matched, and when the solver stops. The defaults are those of Python Optimal Transport (POT).</summary>
public sealed record PartialGromovWassersteinOptions
{
    /// <summary>The smallest <see cref="Mass"/>: below it, rounding of the masses would show.</summary>
    public const double SmallestMass = 1e-6;

    /// <summary>The mass to be matched, from <see cref="SmallestMass"/> to 1; 1, the whole, by default.</summary>
    public double Mass { get; init; } = 1;

    /// <summary>The largest number of iterations, at least 1; 10,000 by default.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Stop when an iteration changes the objective by less than this fraction of it; at least 0; 1e-8 by default.</summary>
    public double RelativeTolerance { get; init; } = 1e-8;

    /// <summary>Stop when an iteration changes the objective by less than this; at least 0; 0 by default.</summary>
    public double AbsoluteTolerance { get; init; }

    /// <summary>The certified lower bounds that the result takes the largest of; none by default, which leaves 0 or what the features say.
    /// Plans of the whole mass have those bounds; for others any bound stands for that of all costs, which can take longer than the solve, a third
    /// one also for that of the rows: see <see cref="LowerBounds"/>.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.None;

    /// <summary>Refuses a mass that cannot be matched.</summary>
    /// <param name="mass">The mass.</param>
    internal static void CheckMass(double mass)
    {
        if (!(mass >= SmallestMass) || mass > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(mass), mass, $"The mass to be matched must be from {SmallestMass:0e-0} to 1.");
        }
    }
}
