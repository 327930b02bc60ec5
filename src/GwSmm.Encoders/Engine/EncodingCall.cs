namespace GwSmm.Encoders;

/// <summary>What one call of an encoder needs beside the work spaces of its threads. Grows and is then reused; not thread-safe.</summary>
internal sealed class EncodingCall
{
    private readonly List<int> _cuts = [];
    private long[] _keys = [];
    private int[] _order = [];

    /// <summary>The sequences to encode.</summary>
    public TokenSequences Sequences { get; } = new();

    /// <summary>The number of batches after <see cref="Cut"/>.</summary>
    public int BatchCount => _cuts.Count - 1;

    /// <summary>The positions of a batch's sequences.</summary>
    public ReadOnlySpan<int> Batch(int batch) => _order.AsSpan(_cuts[batch].._cuts[batch + 1]);

    /// <summary>Orders the sequences from long to short, equally long ones as they stand, and cuts them into batches.</summary>
    /// <param name="target">Tokens that are enough for a batch.</param>
    /// <param name="width">Tokens of a panel: a batch takes one sequence more where its last panel becomes fuller.</param>
    public void Cut(int target, int width)
    {
        Sort();
        _cuts.Clear();
        _cuts.Add(0);
        var tokens = 0;
        for (var i = 0; i < Sequences.Count; i++)
        {
            tokens += Sequences[_order[i]].Length;
            if (i == Sequences.Count - 1 || (tokens >= target && !NextFitsBetter(tokens, Sequences[_order[i + 1]].Length, target, width)))
            {
                _cuts.Add(i + 1);
                tokens = 0;
            }
        }
    }

    private static bool NextFitsBetter(int tokens, int next, int target, int width) =>
        tokens + next <= target + (target / 4) && Spare(tokens + next, width) < Spare(tokens, width);

    private static int Spare(int tokens, int width) => (width - (tokens % width)) % width;

    private void Sort()
    {
        var count = Sequences.Count;
        Buffers.Ensure(ref _keys, count);
        Buffers.Ensure(ref _order, count);
        for (var i = 0; i < count; i++)
        {
            _keys[i] = ((long)(int.MaxValue - Sequences[i].Length) << 32) | (uint)i;
        }

        _keys.AsSpan(0, count).Sort();
        for (var i = 0; i < count; i++)
        {
            _order[i] = (int)_keys[i];
        }
    }
}
