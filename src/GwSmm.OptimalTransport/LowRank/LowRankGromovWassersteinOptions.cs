namespace GwSmm.OptimalTransport;

/// <summary>The rank of the plan, where the solver starts and when it stops.</summary>
public sealed record LowRankGromovWassersteinOptions
{
    /// <summary>The largest nonnegative rank r of the plan, from 1 to the smaller number of points; 10 by default.</summary>
    public int Rank { get; init; } = 10;

    /// <summary>The seed of the random starts; 0 by default.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of starts, at least 1; 4 by default. The first is the same for any seed; the best result counts.</summary>
    public int Starts { get; init; } = 4;

    /// <summary>The first step gamma, relative to the largest entry of the gradient; above 0; 10 by default.</summary>
    public double Step { get; init; } = 10;

    /// <summary>The smallest mass of a component, above 0 and at most 1 / <see cref="Rank"/>; 1e-10 by default.</summary>
    public double SmallestComponent { get; init; } = 1e-10;

    /// <summary>The largest number of iterations of a start, at least 1; 1,000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Stop when an iteration lowers the objective by less than this fraction of it; at least 0; 1e-6 by default.</summary>
    public double RelativeTolerance { get; init; } = 1e-6;

    /// <summary>The largest number of scalings of a projection, at least 1; 1,000 by default.</summary>
    public int MaxInnerIterations { get; init; } = 1000;

    /// <summary>Stop scaling when the marginals are off by no more than this in the sum of magnitudes; at least 0; 1e-7 by default; plans are
    /// made exactly feasible in any case.</summary>
    public double InnerTolerance { get; init; } = 1e-7;

    /// <summary>The certified lower bounds that the result takes the largest of; the first by default. The dear ones take longer than the solver.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.First;
}
