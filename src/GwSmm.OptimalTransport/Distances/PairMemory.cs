namespace GwSmm.OptimalTransport;

/// <summary>An estimate of the memory that a comparison needs, in bytes.</summary>
/// <param name="Spaces">The number of spaces k.</param>
/// <param name="LargestPoints">The points n of the largest space.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Matrices">The matrix of k^2 distances, once as it is filled and once as it is returned, and the table of pairs.</param>
/// <param name="Features">Features of the spaces.</param>
/// <param name="Costs">Costs of the spaces held at a time, and what the solver keeps with them.</param>
/// <param name="Solvers">Buffers of the solvers.</param>
internal sealed record PairMemory(int Spaces, int LargestPoints, int Threads, double Matrices, double Features, double Costs, double Solvers)
{
    // Of n x n doubles, for each thread: what the conditional-gradient solver keeps.
    internal const int SolverMatrices = 8;

    // Of a search: the key, the stage, a bound in a square table, and a place in the queue, which grows by doubling.
    private const int BytesOfSearchedPair = 8 + 4 + 16 + 48;

    // The largest square matrix that one array holds.
    private const int MostSpaces = 46_340;

    /// <summary>Bytes in all.</summary>
    public double Total => Matrices + Features + Costs + Solvers;

    /// <summary>Makes the estimate of a comparison of all pairs or a share of them.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="options">How they are compared; a share is not made into a matrix.</param>
    /// <returns>The estimate.</returns>
    public static PairMemory Of(IReadOnlyList<ISpaceSource> sources, PairwiseOptions options)
    {
        double count = sources.Count;
        var (start, end) = (options.Shard ?? PairShard.Whole).RangeOf((long)sources.Count * (sources.Count - 1) / 2);
        var matrices = ((double)(end - start) * PairTable.BytesOfPair) + (options.Shard is null ? 2 * count * count * sizeof(double) : 0);
        var parts = SignatureMemory.PartsOf(options.Solver);
        return Of(sources, options.Solver, options.Threads, matrices, options.MaxCostBytes, parts, source => SpaceCache.BytesOf(source, parts));
    }

    /// <summary>Makes the estimate of a search.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="options">How they are searched.</param>
    /// <returns>The estimate.</returns>
    public static PairMemory Of(IReadOnlyList<ISpaceSource> sources, NearestGroupsOptions options)
    {
        var matrices = 0.5 * sources.Count * (sources.Count - 1.0) * (BytesOfSearchedPair + (options.ResumeFile is null ? 0 : PairTable.BytesOfPair));
        var parts = SignatureMemory.PartsOf(options.Solver);
        return Of(sources, options.Solver, options.Threads, matrices, options.CacheBytes, parts, source => BuiltSpaceCache.BytesOf(source, options));
    }

    private static PairMemory Of(
        IReadOnlyList<ISpaceSource> sources, IGromovWassersteinSolver solver, int threads, double matrices, long limit, SignatureParts parts, Func<ISpaceSource, long> bytesOf)
    {
        var points = sources.Max(source => source.Count);
        var square = (double)points * points * sizeof(double);
        var features = sources.OfType<FeatureCloud>().Distinct().Sum(cloud => (double)cloud.Features.Length * sizeof(double));
        var solving = Math.Min(threads, 0.5 * sources.Count * (sources.Count - 1.0));
        var inUse = Math.Min(2.0 * threads, sources.Count) * sources.Max(bytesOf);
        var held = Math.Max(Math.Min(limit, sources.Sum(source => (double)bytesOf(source))), inUse);
        var withOwners = sources.OfType<MetricMeasureSpace>().Distinct().Sum(space => (double)SignatureMemory.Bytes(space, parts));
        return new PairMemory(sources.Count, points, threads, matrices, features, held + withOwners, solving * IWorkMemory.Of(solver) * square);
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
                + $"{Gibibytes(Matrices)} for the distances, {Gibibytes(Features)} for features, {Gibibytes(Costs)} for costs, {Gibibytes(Solvers)} for the solvers. Use fewer points, fewer threads, or shards.");
        }
    }

    private static string Gibibytes(double bytes) => $"{bytes / (1L << 30):0.00} GiB";
}
