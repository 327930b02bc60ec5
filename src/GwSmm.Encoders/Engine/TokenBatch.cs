namespace GwSmm.Encoders;

/// <summary>Token sequences of different lengths laid end to end, without padding. Reused from batch to batch; not thread-safe.</summary>
internal sealed class TokenBatch
{
    private int[] _ids = [];
    private int[] _starts = [0];
    private int[] _scoreStarts = [0];

    /// <summary>Sequences.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens of all sequences: the rows of every hidden state.</summary>
    public int TokenCount => _starts[Count];

    /// <summary>Sum of squared lengths: the attention scores of one head.</summary>
    public int ScoreCount => _scoreStarts[Count];

    /// <summary>Tokens of the longest sequence.</summary>
    public int Longest { get; private set; }

    /// <summary>Token numbers [tokens].</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, TokenCount);

    /// <summary>The row of a sequence's first token.</summary>
    public int Start(int sequence) => _starts[sequence];

    /// <summary>The tokens of a sequence.</summary>
    public int Length(int sequence) => _starts[sequence + 1] - _starts[sequence];

    /// <summary>Where the attention scores of a sequence start, counted for one head.</summary>
    public int ScoreStart(int sequence) => _scoreStarts[sequence];

    /// <summary>Puts another token number into a row.</summary>
    public void Replace(int row, int id) => _ids[row] = id;

    /// <summary>Takes the sequences at some positions.</summary>
    /// <param name="sequences">Token numbers of every sequence, none empty.</param>
    /// <param name="order">The positions, in the order of the batch.</param>
    public void Load(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> order)
    {
        Begin(order.Length);
        foreach (var position in order)
        {
            Add(sequences[position]);
        }
    }

    /// <summary>Takes the sequences at some positions.</summary>
    /// <param name="sequences">The sequences, none empty.</param>
    /// <param name="order">The positions, in the order of the batch.</param>
    public void Load(TokenSequences sequences, ReadOnlySpan<int> order)
    {
        Begin(order.Length);
        foreach (var position in order)
        {
            Add(sequences[position]);
        }
    }

    private void Begin(int capacity)
    {
        Buffers.Ensure(ref _starts, capacity + 1);
        Buffers.Ensure(ref _scoreStarts, capacity + 1);
        _starts[0] = 0;
        _scoreStarts[0] = 0;
        (Count, Longest) = (0, 0);
    }

    private void Add(ReadOnlySpan<int> tokens)
    {
        var end = TokenCount + tokens.Length;
        if (_ids.Length < end)
        {
            Array.Resize(ref _ids, Math.Max(end, 2 * _ids.Length));
        }

        tokens.CopyTo(_ids.AsSpan(TokenCount));
        Longest = Math.Max(Longest, tokens.Length);
        _starts[Count + 1] = end;
        _scoreStarts[Count + 1] = checked(_scoreStarts[Count] + (tokens.Length * tokens.Length));
        Count++;
    }
}
