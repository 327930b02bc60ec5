namespace GwSmm.OptimalTransport;

/// <summary>What a barycentre looks like, where the search starts and when it stops.</summary>
public sealed record GromovWassersteinBarycenterOptions
{
    /// <summary>The weights of the barycentre's points [N], above 0, with sum 1; null for 1/N each.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>The importance lambda of each space, at least 0, with sum 1; null for equal ones.</summary>
    public IReadOnlyList<double>? Lambdas { get; init; }

    /// <summary>The costs to start from [N, N], row-major; null for distances between random points of the plane, divided by their maximum.</summary>
    public IReadOnlyList<double>? InitialCost { get; init; }

    /// <summary>The seed of the random points; 0 by default.</summary>
    public ulong Seed { get; init; }

    /// <summary>The loss between costs, the square loss or <see cref="QuadraticLoss.KullbackLeibler"/>; the square loss by default.</summary>
    public QuadraticLoss Loss { get; init; } = QuadraticLoss.Square;

    /// <summary>The largest number of iterations, at least 1; 1,000 by default.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>Stop when an iteration changes the costs by at most this in the Frobenius norm; at least 0; 1e-9 by default.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>What matches the barycentre, as source, with each space; conditional gradient to a relative change of 1e-5 by default, as in Python
    /// Optimal Transport. Its plans must have the weights as marginals.</summary>
    public IGromovWassersteinSolver Solver { get; init; } =
        new GromovWassersteinSolver(new GromovWassersteinOptions { RelativeTolerance = 1e-5, AbsoluteTolerance = 0 });

    /// <summary>Threads to use, at least 1; 1 by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
