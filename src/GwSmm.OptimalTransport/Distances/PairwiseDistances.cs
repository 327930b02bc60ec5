namespace GwSmm.OptimalTransport;

/// <summary>The Gromov-Wasserstein distance between each two of many spaces. Thread-safe.</summary>
public static class PairwiseDistances
{
    /// <summary>Solves all pairs and returns the distances; see <see cref="Solve"/>.</summary>
    /// <param name="sources">The spaces [k], or what they are made of when they are needed; at least 1.</param>
    /// <param name="options">The options; null for the defaults; without <see cref="PairwiseOptions.Shard"/>.</param>
    /// <param name="progress">Told of each solved pair, one at a time, from whichever thread solved it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The distances, <see cref="PairwiseOptions.Kind"/> says which.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Solve"/>, or a share is asked for.</exception>
    /// <exception cref="GwSmmException">As for <see cref="Solve"/>.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static DistanceMatrix Compute(
        IReadOnlyList<ISpaceSource> sources,
        PairwiseOptions? options = null,
        IProgress<PairProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        options?.Shard is null
            ? Solve(sources, options, progress, cancellationToken).Distances
            : throw new ArgumentException("A share of the pairs is no matrix; call Solve, then Combine.", nameof(options));

    /// <summary>Solves all pairs or a share of them, several at a time. Each pair is solved by itself on one thread, so the result has
    /// the same bits for any number of threads, any limit of memory, and whether or not the run was resumed.</summary>
    /// <param name="sources">The spaces [k], or what they are made of when they are needed; at least 1.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Told of each solved pair, one at a time, from whichever thread solved it.</param>
    /// <param name="cancellationToken">Stops the work; what <see cref="PairwiseOptions.ResumeFile"/> holds is kept.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentException">No spaces, fewer than 1 thread or a negative limit of memory.</exception>
    /// <exception cref="GwSmmException">The names do not fit; fused problems cannot be posed; a space cannot be made; the memory does not suffice; the solver gives no
    /// finite number; the file cannot be used, is damaged, or belongs to another comparison.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static PairwiseResult Solve(
        IReadOnlyList<ISpaceSource> sources,
        PairwiseOptions? options = null,
        IProgress<PairProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        options ??= new PairwiseOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxCostBytes, nameof(options));
        if (sources.Count == 0)
        {
            throw new ArgumentException("At least one space is needed.", nameof(sources));
        }

        var names = SpaceNames.Of(options.Names, sources.Count);
        DistanceMatrix.CheckNames(names, "The comparison");
        PairProblems.Check(sources, options.Alpha);
        PairMemory.Of(sources, options).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        using var run = new PairwiseRun(sources, names, options, progress, cancellationToken);
        var table = run.Execute(cancellationToken);
        return new PairwiseResult(names, options.SolverDescription, options.Kind, table, run.Resumed);
    }

    /// <summary>Joins the files that the shares of one comparison wrote.</summary>
    /// <param name="files">The files, see <see cref="PairwiseOptions.ResumeFile"/>; at least 1.</param>
    /// <param name="kind">Which number the matrices hold.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All pairs; the same bits as without shares.</returns>
    /// <exception cref="ArgumentException">No files.</exception>
    /// <exception cref="GwSmmException">A file cannot be read, is in use or damaged; files belong to different comparisons; a pair has
    /// different values; pairs are missing.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static PairwiseResult Combine(IReadOnlyList<string> files, DistanceKind kind = DistanceKind.Value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
        {
            throw new ArgumentException("At least one file is needed.", nameof(files));
        }

        var (header, table) = PairwiseCombination.Join(files, cancellationToken);
        return new PairwiseResult(header.Names, header.Solver, kind, table, table.Known);
    }
}
