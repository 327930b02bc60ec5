using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>Batches in which items take turns; each item's responses come in a random order, all once before any comes again. Not thread-safe.</summary>
internal sealed class BalancedBatches
{
    private readonly int[][] _orders;
    private readonly int[] _positions;
    private readonly DeterministicRandom[] _random;
    private int _turn;

    /// <summary>Shuffles.</summary>
    /// <param name="counts">The responses of each item.</param>
    /// <param name="seed">Where the order comes from.</param>
    public BalancedBatches(IReadOnlyList<int> counts, ulong seed)
    {
        _orders = [.. counts.Select(count => Enumerable.Range(0, count).ToArray())];
        _positions = [.. counts];
        _random = [.. counts.Select((_, item) => new DeterministicRandom(DeterministicRandom.Derive(seed + (ulong)item, "order of the responses")))];
    }

    /// <summary>Draws a batch.</summary>
    /// <param name="size">Its responses.</param>
    /// <returns>The responses by item; the numbers of two items differ by at most one over all batches so far.</returns>
    public int[][] Next(int size)
    {
        var batch = _orders.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < size; i++)
        {
            var item = _turn++ % _orders.Length;
            if (_positions[item] == _orders[item].Length)
            {
                _random[item].Shuffle<int>(_orders[item]);
                _positions[item] = 0;
            }

            batch[item].Add(_orders[item][_positions[item]++]);
        }

        _turn %= _orders.Length;
        return [.. batch.Select(rows => rows.ToArray())];
    }
}
