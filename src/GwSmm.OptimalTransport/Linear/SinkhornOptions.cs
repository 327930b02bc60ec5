namespace GwSmm.OptimalTransport;

/// <summary>How Sinkhorn's iterations run and when they stop.</summary>
public sealed record SinkhornOptions
{
    /// <summary>The weight of the entropy, in the unit of the costs; above 0; 0.05 by default. Smaller is nearer to exact transport
    /// and slower.</summary>
    public double Epsilon { get; init; } = 0.05;

    /// <summary>The largest number of iterations, at least 1; 10,000 by default.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Stop when the Euclidean norm of the error of the column sums is below this; at least 0; 1e-9 by default.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Iterations between two tests of the tolerance, the first one after the first iteration; at least 1; 1 by default, as a
    /// test costs next to nothing. Python Optimal Transport has 10.</summary>
    public int CheckInterval { get; init; } = 1;

    /// <summary>How numbers are represented; <see cref="SinkhornDomain.Auto"/> by default.</summary>
    public SinkhornDomain Domain { get; init; }

    /// <summary>Whether the plan is rounded to a coupling, see <see cref="CouplingRounding"/>; true by default.</summary>
    public bool Round { get; init; } = true;

    internal SinkhornSettings Checked(string name)
    {
        IterationChecks.Epsilon(Epsilon, name);
        return new SinkhornSettings(MaxIterations, Tolerance, CheckInterval, Domain).Checked(name);
    }
}
