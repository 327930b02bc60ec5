namespace GwSmm.OptimalTransport;

/// <summary>When the conditional-gradient solver stops. The defaults are those of Python Optimal Transport (POT).</summary>
public sealed record GromovWassersteinOptions
{
    /// <summary>The largest number of iterations, at least 1; 10,000 by default.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Stop when an iteration changes the objective by less than this fraction of it; at least 0; 1e-9 by default.</summary>
    public double RelativeTolerance { get; init; } = 1e-9;

    /// <summary>Stop when an iteration changes the objective by less than this; at least 0; 1e-9 by default. It has the unit of the
    /// squared costs: lower it for costs far below 1.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-9;
}
