namespace GwSmm.OptimalTransport;

/// <summary>Builds spaces when they are needed and keeps the ones used last, within a limit of memory. Thread-safe.</summary>
internal sealed class BuiltSpaceCache
{
    // The costs, two sets of sorted rows, and the centred costs.
    private const long BytesPerCost = 4 * sizeof(double);

    private readonly IReadOnlyList<ISpaceSource> _sources;
    private readonly long _limit;
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Index, Lazy<BuiltSpace> Space)> _recent = [];
    private readonly Dictionary<int, LinkedListNode<(int Index, Lazy<BuiltSpace> Space)>> _nodes = [];
    private long _bytes;
    private long _built;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="names">Their names, for messages.</param>
    /// <param name="limit">The memory for spaces in bytes; the space used last is kept in any case.</param>
    public BuiltSpaceCache(IReadOnlyList<ISpaceSource> sources, IReadOnlyList<string> names, long limit)
    {
        _sources = sources;
        Names = names;
        _limit = limit;
    }

    /// <summary>How often a space was built.</summary>
    public long Built => Interlocked.Read(ref _built);

    /// <summary>The names of the spaces.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of spaces.</summary>
    public int Count => _sources.Count;

    /// <summary>About how many spaces fit, at least 1.</summary>
    public int Capacity => (int)Math.Clamp(_limit / _sources.Max(BytesOf), 1, Count);

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
                _bytes += BytesOf(_sources[index]);
                Evict();
            }

            space = node.Value.Space;
        }

        return space.Value;
    }

    private void Evict()
    {
        while (_bytes > _limit && _recent.Count > 1)
        {
            var index = _recent.Last!.Value.Index;
            _recent.RemoveLast();
            _nodes.Remove(index);
            _bytes -= BytesOf(_sources[index]);
        }
    }

    // A space of the caller's outlives the cache; its large parts are kept here, not with it.
    private BuiltSpace Build(int index)
    {
        Interlocked.Increment(ref _built);
        var space = SpaceNames.Build(_sources, Names, index);
        return new BuiltSpace(space, ReferenceEquals(space, _sources[index]) ? new SpaceSignature(space) : space.Signature);
    }

    private static long BytesOf(ISpaceSource source) => BytesPerCost * source.Count * source.Count;
}
