using System.Diagnostics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The spaces among many that are nearest to one another, exactly those that solving every pair with the same solver gives, though
/// lower bounds spare most solves. Spaces are built when needed; what is kept of each is small. Thread-safe.
/// </summary>
/// <remarks>
/// Disjoint groups are greedy: a group starts with the two nearest free spaces; the free space that is nearest to the group by
/// <see cref="NearestGroupsOptions.Linkage"/> joins until the group is full or none is free; then the next group starts. Ties are
/// decided by position.
/// </remarks>
public static class NearestGroups
{
    // Above this the numbers of the pairs do not fit one array.
    private const int LargestCount = 46_340;

    /// <summary>Finds the groups.</summary>
    /// <param name="spaces">The spaces [k], or what they are built of.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Told of each step, one at a time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The groups and what the search took. Fewer than 2 spaces have no groups.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, the solver gives no couplings (<see cref="IGromovWassersteinSolver.GivesCouplings"/>), or too many spaces.</exception>
    /// <exception cref="GwSmmException">The names do not fit; the memory does not suffice; a space cannot be built; the solver refuses a pair or its values are below the bounds;
    /// the file cannot be used, is damaged, or belongs to another comparison.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped; what <see cref="NearestGroupsOptions.ResumeFile"/> holds is kept.</exception>
    public static NearestGroupsResult Find(
        IReadOnlyList<ISpaceSource> spaces,
        NearestGroupsOptions? options = null,
        IProgress<NearestGroupsProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        options ??= new NearestGroupsOptions();
        Check(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spaces.Count, LargestCount, nameof(spaces));
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        if (spaces.Count < 2)
        {
            return new NearestGroupsResult([], new NearestGroupsReport(0, new Dictionary<LowerBounds, long>(), 0, 0, clock.Elapsed));
        }

        PairMemory.Of(spaces, options).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var cache = new BuiltSpaceCache(spaces, options);
        using var solved = options.ResumeFile is { } path ? SolvedPairs.Open(path, spaces, cache.Names, options.Solver, cancellationToken) : null;
        var table = new PairKeys(cache, options, solved, progress, cancellationToken);
        IReadOnlyList<NearestGroup> groups;
        if (options.Exhaustive)
        {
            table.SolveAll();
            groups = ExhaustiveSearch.Run(table, options);
        }
        else
        {
            table.ComputeCheapBounds();
            groups = new BestFirstSearch(table, options).Run();
        }

        return new NearestGroupsResult(groups, new NearestGroupsReport(table.Pairs, table.Bounds, table.Solves, cache.Built, clock.Elapsed) { Resumed = table.Resumed });
    }

    private static void Check(NearestGroupsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.Solver, nameof(options));
        if (!options.Exhaustive && !options.Solver.GivesCouplings)
        {
            throw new ArgumentException(
                $"The bounds of a search hold for couplings of both weights, and the solver '{options.Solver.Name}' gives other plans or another objective. Use another solver, or solve every pair (Exhaustive).",
                nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxGroupSize, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.CacheBytes, nameof(options));
        GromovWassersteinBounds.CheckKinds(options.Bounds);
        if (!Enum.IsDefined(options.Goal) || !Enum.IsDefined(options.Linkage))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "Not a goal or a linkage.");
        }

        if (options.Goal == NearestGoal.Pairs && options.MaxGroupSize != 2)
        {
            throw new ArgumentException($"The nearest pairs have 2 members, not {options.MaxGroupSize}.", nameof(options));
        }
    }
}
