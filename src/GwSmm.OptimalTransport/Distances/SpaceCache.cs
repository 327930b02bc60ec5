namespace GwSmm.OptimalTransport;

/// <summary>
/// Makes spaces when they are needed, shares them between threads, and lets go of those that were not used for the longest time
/// when costs and signatures exceed a limit. Thread-safe.
/// </summary>
/// <param name="sources">What spaces are made of.</param>
/// <param name="names">Their names, for messages.</param>
/// <param name="maxBytes">Bytes to hold; more only while more are in use.</param>
/// <param name="parts">What the solver keeps with each space.</param>
internal sealed class SpaceCache(IReadOnlyList<ISpaceSource> sources, IReadOnlyList<string> names, long maxBytes, SignatureParts parts)
{
    // Arrays of this size are left to the collector's rarest generation, which would let several times the limit pile up.
    private const long LeastGarbageBytes = 32L << 20;

    private readonly long _maxGarbageBytes = Math.Max(LeastGarbageBytes, maxBytes / 4);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly LinkedList<int> _idle = [];
    private long _bytes;
    private long _garbageBytes;

    /// <summary>Bytes of costs and signature that a space takes; 0 for one that its caller holds anyway, with its signature.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="parts">What the solver keeps with it.</param>
    /// <returns>8 n^2 for the costs and for each part.</returns>
    public static long BytesOf(ISpaceSource source, SignatureParts parts) =>
        source is MetricMeasureSpace ? 0 : SignatureMemory.CostBytes(source) + SignatureMemory.Bytes(source, parts);

    /// <summary>Takes a space into use; the first thread that asks for it makes it, the others wait.</summary>
    /// <param name="index">Its position.</param>
    /// <returns>The space.</returns>
    /// <exception cref="GwSmmException">It cannot be made; the message names it.</exception>
    public MetricMeasureSpace Take(int index)
    {
        Entry? entry;
        var collect = false;
        lock (_gate)
        {
            if (!_entries.TryGetValue(index, out entry))
            {
                var bytes = BytesOf(sources[index], parts);
                Release(maxBytes - bytes);
                entry = new Entry(new Lazy<MetricMeasureSpace>(() => SpaceNames.Build(sources, names, index)), new LinkedListNode<int>(index), bytes);
                _entries.Add(index, entry);
                _bytes += bytes;
                collect = _garbageBytes > _maxGarbageBytes;
                _garbageBytes = collect ? 0 : _garbageBytes;
            }
            else if (entry.Users == 0)
            {
                _idle.Remove(entry.Node);
            }

            entry.Users++;
        }

        if (collect)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }

        return entry.Space.Value;
    }

    /// <summary>Ends a use.</summary>
    /// <param name="index">The position of the space.</param>
    public void Return(int index)
    {
        lock (_gate)
        {
            var entry = _entries[index];
            if (--entry.Users == 0)
            {
                _idle.AddLast(entry.Node);
                Release(maxBytes);
            }
        }
    }

    private void Release(long limit)
    {
        while (_bytes > limit && _idle.First is { } oldest)
        {
            _idle.RemoveFirst();
            _entries.Remove(oldest.Value, out var entry);
            _bytes -= entry!.Bytes;
            _garbageBytes += entry.Bytes;
        }
    }

    private sealed class Entry(Lazy<MetricMeasureSpace> space, LinkedListNode<int> node, long bytes)
    {
        public Lazy<MetricMeasureSpace> Space { get; } = space;

        public LinkedListNode<int> Node { get; } = node;

        public long Bytes { get; } = bytes;

        public int Users { get; set; }
    }
}
