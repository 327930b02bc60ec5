namespace GwSmm.OptimalTransport;

/// <summary>How the entropic semi-relaxed solver runs and when it stops.</summary>
public sealed record EntropicSemiRelaxedOptions
{
    /// <summary>The inverse of the step size, in the unit of the squared costs; above 0; 0.05 by default, meant for costs of at most 1.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>The largest number of iterations, at least 1; 10,000 by default.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Stop when an iteration changes the plan by at most this, in the Euclidean norm; at least 0; 1e-9 by default.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Iterations between two tests of the tolerance, the first one after the first iteration; at least 1; 10 by default, as in
    /// Python Optimal Transport.</summary>
    public int CheckInterval { get; init; } = 10;

    /// <summary>The certified lower bounds that the result takes the largest of; the first by default. For these plans any
    /// bound stands for that of all costs, a third one also for that of the rows: see <see cref="LowerBounds"/>.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.First;

    internal void Check(string name)
    {
        IterationChecks.Epsilon(Epsilon, name);
        GromovWassersteinBounds.CheckKinds(Bounds);
        IterationChecks.Iterations(MaxIterations, CheckInterval, Tolerance, name);
    }
}
