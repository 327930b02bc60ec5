namespace GwSmm.OptimalTransport;

/// <summary>Builds spaces when they are needed and keeps the ones used last, within a limit of memory. Thread-safe.</summary>
internal sealed class BuiltSpaceCache
{
    private readonly IReadOnlyList<ISpaceSource> _sources;
    private readonly NearestGroupsOptions _options;
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Index, Lazy<BuiltSpace> Space)> _recent = [];
    private readonly Dictionary<int, LinkedListNode<(int Index, Lazy<BuiltSpace> Space)>> _nodes = [];
    private long _bytes;
    private long _built;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="options">The limit of memory, what is kept with a space, and names for messages; the space used last is kept in any case.</param>
    public BuiltSpaceCache(IReadOnlyList<ISpaceSource> sources, NearestGroupsOptions options)
    {
        _sources = sources;
        _options = options;
        Names = SpaceNames.Of(options.Names, sources.Count);
    }

    /// <summary>How often a space was built.</summary>
    public long Built => Interlocked.Read(ref _built);

    /// <summary>The names of the spaces.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of spaces.</summary>
    public int Count => _sources.Count;

    /// <summary>About how many spaces fit, at least 1.</summary>
    public int Capacity => (int)Math.Clamp(_options.CacheBytes / _sources.Max(source => BytesOf(source, _options)), 1, Count);

    /// <summary>Gets a space.</summary>
    /// <param name="index">Its position.</param>
    /// <returns>The space.</returns>
    /// <exception cref="GwSmmException">It cannot be made; the message names it.</exception>
    public BuiltSpace Get(int index)
    {
        Lazy<BuiltSpace> space;
        lock (_gate)
        {
            if (_nodes.TryGetValue(index, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
            }
            else
            {
                node = _recent.AddFirst((index, new Lazy<BuiltSpace>(() => Build(index))));
                _nodes.Add(index, node);
                _bytes += BytesOf(_sources[index], _options);
                Evict();
            }

            space = node.Value.Space;
        }

        return space.Value;
    }

    /// <summary>Bytes of costs and signature that a space takes.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="options">The bounds and the solver.</param>
    /// <returns>8 n^2 for the costs and for each part that is kept.</returns>
    public static long BytesOf(ISpaceSource source, NearestGroupsOptions options) =>
        SignatureMemory.CostBytes(source) + SignatureMemory.Bytes(source, SignatureMemory.PartsOf(options.Bounds) | SignatureMemory.PartsOf(options.Solver));

    private void Evict()
    {
        while (_bytes > _options.CacheBytes && _recent.Count > 1)
        {
            var index = _recent.Last!.Value.Index;
            _recent.RemoveLast();
            _nodes.Remove(index);
            _bytes -= BytesOf(_sources[index], _options);
        }
    }

    // A space of the caller's outlives the cache; its large parts are kept here, not with it.
    private BuiltSpace Build(int index)
    {
        Interlocked.Increment(ref _built);
        var space = SpaceNames.Build(_sources, Names, index);
        return new BuiltSpace(space, ReferenceEquals(space, _sources[index]) ? new SpaceSignature(space) : space.Signature);
    }
}
