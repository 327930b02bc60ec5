using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>One comparison of many spaces: threads take pairs from one queue, each pair is solved on one thread.</summary>
internal sealed class PairwiseRun : IDisposable
{
    private readonly IReadOnlyList<ISpaceSource> _sources;
    private readonly IReadOnlyList<string> _names;
    private readonly PairwiseOptions _options;
    private readonly IProgress<PairProgress>? _progress;
    private readonly SignatureParts _parts;
    private readonly SpaceCache _cache;
    private readonly PairTable _table;
    private readonly PairFile? _file;
    private readonly IEnumerator<(int First, int Second)> _queue;
    private readonly Lock _gate = new();
    private bool _failed;

    /// <summary>Prepares a run and reads what its file already holds.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="names">Their names.</param>
    /// <param name="options">The options.</param>
    /// <param name="progress">Told of each solved pair.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    public PairwiseRun(
        IReadOnlyList<ISpaceSource> sources, IReadOnlyList<string> names, PairwiseOptions options, IProgress<PairProgress>? progress, CancellationToken cancellationToken)
    {
        _sources = sources;
        _names = names;
        _options = options;
        _progress = progress;
        _parts = SignatureMemory.PartsOf(options.Solver);
        _cache = new SpaceCache(sources, names, options.MaxCostBytes, _parts);
        var order = new PairOrder(sources.Count);
        var shard = options.Shard ?? PairShard.Whole;
        var (start, end) = shard.RangeOf(order.Total);
        _table = new PairTable(order, start, end);
        if (options.ResumeFile is { } path)
        {
            _file = PairFile.Open(path, PairFileHeader.Create(sources, names, options.SolverDescription, shard, cancellationToken), _table);
        }

        Resumed = _table.Known;
        _queue = order.Enumerate(start, end, RowsInMemory(sources)).GetEnumerator();
    }

    /// <summary>Pairs that the file held.</summary>
    public int Resumed { get; }

    /// <summary>Solves what is missing.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All pairs.</returns>
    public PairTable Execute(CancellationToken cancellationToken)
    {
        var missing = _table.Total - _table.Known;
        Threads.For(Math.Min(_options.Threads, missing), _options.Threads, _ => Work(cancellationToken));
        return _table;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _file?.Dispose();
    }

    // While columns pass by, a stripe of rows stays; each thread may hold another column, and the one before is let go of last.
    private int RowsInMemory(IReadOnlyList<ISpaceSource> sources)
    {
        var largest = sources.Max(source => SpaceCache.BytesOf(source, _parts));
        var spaces = largest == 0 ? PairOrder.StripeRows : (_options.MaxCostBytes / largest) - _options.Threads - 1;
        return (int)Math.Clamp(spaces, 1, PairOrder.StripeRows);
    }

    private void Work(CancellationToken cancellationToken)
    {
        var problems = new PairProblems(_sources, _options.Alpha);
        try
        {
            while (TryNext(out var first, out var second))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Finish(Solve(problems, first, second, cancellationToken));
            }
        }
        catch
        {
            lock (_gate)
            {
                _failed = true;
            }

            throw;
        }
    }

    private bool TryNext(out int first, out int second)
    {
        lock (_gate)
        {
            while (!_failed && _queue.MoveNext())
            {
                (first, second) = _queue.Current;
                if (!_table.IsKnown(first, second))
                {
                    return true;
                }
            }
        }

        (first, second) = (0, 0);
        return false;
    }

    private PairRecord Solve(PairProblems problems, int first, int second, CancellationToken cancellationToken)
    {
        var source = _cache.Take(first);
        var target = _cache.Take(second);
        var result = SpaceNames.Solve(_options.Solver, problems.Pose(first, second, source, target), _names, first, second, cancellationToken);
        _cache.Return(second);
        _cache.Return(first);
        return double.IsFinite(result.Value)
            ? new PairRecord(first, second, result.Value, result.LowerBound, result.Iterations, result.Converged)
            : throw new GwSmmException($"The solver {_options.Solver.Name} gave {result.Value} for spaces {SpaceNames.Pair(_names, first, second)}. Normalise the costs, or use another solver or other options.");
    }

    private void Finish(PairRecord record)
    {
        lock (_gate)
        {
            _table.TryAdd(record);
            _file?.Append(record);
            _progress?.Report(new PairProgress(record.First, record.Second, record.Value, record.LowerBound, record.Iterations, record.Converged, _table.Known, _table.Total));
        }
    }
}
