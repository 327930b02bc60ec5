namespace GwSmm.OptimalTransport;

/// <summary>How much mass is matched, how smooth the plan is, and when the solver stops.</summary>
public sealed record EntropicPartialGromovWassersteinOptions
{
    /// <summary>The mass to be matched, from <see cref="PartialGromovWassersteinOptions.SmallestMass"/> to 1; 1, the whole, by default.</summary>
    public double Mass { get; init; } = 1;

    /// <summary>The weight of the entropy, above 0, in the unit of the squared costs; 0.05 by default, for costs up to 1.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>The largest number of iterations, at least 1; 1,000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Stop when an iteration changes the plan by at most this in the Frobenius norm; at least 0; 1e-9 by default.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>The largest number of scalings in an iteration, at least 1; 1,000 by default.</summary>
    public int MaxInnerIterations { get; init; } = 1000;

    /// <summary>Stop scaling when no logarithm of a scaling changes by more than this; at least 0; 1e-11 by default.</summary>
    public double InnerTolerance { get; init; } = 1e-11;

    /// <summary>The certified lower bounds that the result takes the largest of; none by default, which leaves 0 or what the features say.
    /// Plans of the whole mass have those bounds; for others any bound stands for that of all costs, which can take longer than the solve, a third
    /// one also for that of the rows: see <see cref="LowerBounds"/>.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.None;
}
