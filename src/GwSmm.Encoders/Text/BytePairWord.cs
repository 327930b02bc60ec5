namespace GwSmm.Encoders;

/// <summary>
/// Merges the bytes of a word to tokens: always the pair of the lowest rank, of equal ones the first. A linked list and a heap, so
/// that a "word" of 100,000 letters takes n log n steps. Reused from word to word; not thread-safe.
/// </summary>
/// <param name="merges">The merges.</param>
internal sealed class BytePairWord(BytePairMerges merges)
{
    private const int None = -1;
    private readonly PriorityQueue<(int Position, int Left, int Right), (int Rank, int Position)> _queue = new();
    private int[] _ids = [];
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>Adds the tokens of a word.</summary>
    /// <param name="word">Its bytes in UTF-8.</param>
    /// <param name="target">Where its tokens go.</param>
    public void Add(ReadOnlySpan<byte> word, List<int> target)
    {
        Load(word);
        while (_queue.TryDequeue(out var pair, out _))
        {
            Apply(pair.Position, pair.Left, pair.Right, word.Length);
        }

        for (var i = 0; i < word.Length; i = _next[i])
        {
            target.Add(_ids[i]);
        }
    }

    private void Load(ReadOnlySpan<byte> word)
    {
        Buffers.Ensure(ref _ids, word.Length);
        Buffers.Ensure(ref _next, word.Length);
        Buffers.Ensure(ref _previous, word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            _ids[i] = merges[word[i]];
            _next[i] = i + 1;
            _previous[i] = i - 1;
        }

        for (var i = 0; i + 1 < word.Length; i++)
        {
            Offer(i, i + 1);
        }
    }

    // A pair in the queue is stale where one of its tokens has been merged meanwhile.
    private void Apply(int position, int left, int right, int length)
    {
        var second = _next[position];
        if (_ids[position] != left || second >= length || _ids[second] != right)
        {
            return;
        }

        merges.TryGet(left, right, out _, out _ids[position]);
        _ids[second] = None;
        _next[position] = _next[second];
        if (_next[position] < length)
        {
            _previous[_next[position]] = position;
            Offer(position, _next[position]);
        }

        if (_previous[position] >= 0)
        {
            Offer(_previous[position], position);
        }
    }

    private void Offer(int first, int second)
    {
        if (merges.TryGet(_ids[first], _ids[second], out var rank, out _))
        {
            _queue.Enqueue((first, _ids[first], _ids[second]), (rank, first));
        }
    }
}
