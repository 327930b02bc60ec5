namespace GwSmm.OptimalTransport;

/// <summary>An estimate of the memory that a comparison needs, in bytes.</summary>
/// <param name="Spaces">The number of spaces k.</param>
/// <param name="LargestPoints">The points n of the largest space.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Matrices">The matrix of k^2 distances, once as it is filled and once as it is returned, and the table of pairs.</param>
/// <param name="Costs">Costs of the spaces held at a time.</param>
/// <param name="Solvers">Buffers of the solvers.</param>
internal sealed record PairMemory(int Spaces, int LargestPoints, int Threads, double Matrices, double Costs, double Solvers)
{
    // Of n x n doubles, for each thread: what the conditional-gradient solver keeps.
    private const int SolverMatrices = 8;

    // The largest square matrix that one array holds.
    private const int MostSpaces = 46_340;

    /// <summary>Bytes in all.</summary>
    public double Total => Matrices + Costs + Solvers;

    /// <summary>Makes the estimate.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="maxCostBytes">The limit of held costs.</param>
    /// <param name="shard">The share of the pairs; a share is not made into a matrix.</param>
    /// <returns>The estimate.</returns>
    public static PairMemory Of(IReadOnlyList<ISpaceSource> sources, int threads, long maxCostBytes, PairShard? shard)
    {
        double count = sources.Count;
        var (start, end) = (shard ?? PairShard.Whole).RangeOf((long)sources.Count * (sources.Count - 1) / 2);
        var points = sources.Max(source => source.Count);
        var square = (double)points * points * sizeof(double);
        var held = Math.Max(Math.Min(maxCostBytes, sources.Sum(source => (double)SpaceCache.BytesOf(source))), 2.0 * threads * sources.Max(SpaceCache.BytesOf));
        var matrices = ((double)(end - start) * PairTable.BytesOfPair) + (shard is null ? 2 * count * count * sizeof(double) : 0);
        return new PairMemory(sources.Count, points, threads, matrices, held, threads * SolverMatrices * square);
    }

    /// <summary>Demands that the memory suffices.</summary>
    /// <param name="available">Bytes that the process can have.</param>
    /// <exception cref="GwSmmException">It does not; the message holds the estimate.</exception>
    public void Require(long available)
    {
        if (Spaces > MostSpaces)
        {
            throw new GwSmmException($"{Spaces} spaces have {(double)Spaces * Spaces:0.0e0} distances, {Gibibytes(Matrices)}; at most {MostSpaces} spaces fit in one matrix. Compare fewer.");
        }

        if (Total > available)
        {
            throw new GwSmmException(
                $"Comparing {Spaces} spaces of up to {LargestPoints} points with {Threads} threads needs about {Gibibytes(Total)}, more than the {Gibibytes(available)} that are available: "
                + $"{Gibibytes(Matrices)} for the distances, {Gibibytes(Costs)} for costs, {Gibibytes(Solvers)} for the solvers. Use fewer points, fewer threads, or shards.");
        }
    }

    private static string Gibibytes(double bytes) => $"{bytes / (1L << 30):0.00} GiB";
}
