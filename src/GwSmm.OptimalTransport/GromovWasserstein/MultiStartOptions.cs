namespace GwSmm.OptimalTransport;

/// <summary>From where a problem is solved.</summary>
public sealed record MultiStartOptions
{
    /// <summary>The starts, in this order: <see cref="InitialCoupling.Product"/> alone by default.
    /// <see cref="InitialCoupling.Given"/> is the problem's own start; random starts have a number of their own.</summary>
    public IReadOnlyList<InitialCoupling> Starts { get; init; } = [InitialCoupling.Product];

    /// <summary>The number of random vertices to start from as well, at least 0; 0 by default.</summary>
    public int RandomStarts { get; init; }

    /// <summary>The seed of the random vertices; 0 by default. A problem gets the same ones whenever it is solved.</summary>
    public ulong Seed { get; init; }
}
