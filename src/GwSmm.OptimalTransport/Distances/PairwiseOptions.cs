namespace GwSmm.OptimalTransport;

/// <summary>How all pairs of spaces are compared.</summary>
public sealed record PairwiseOptions
{
    /// <summary>Threads to use, at least 1; the number of processors by default. The distances do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The names of the spaces, distinct; null for 1, 2, 3, ...</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What solves each pair; conditional gradient with its defaults by default.</summary>
    public IGromovWassersteinSolver Solver { get; init; } = new GromovWassersteinSolver();

    /// <summary>Which number the matrix holds; the value by default, as in the matrix published with the GW-SMM paper.</summary>
    public DistanceKind Kind { get; init; } = DistanceKind.Value;
}
