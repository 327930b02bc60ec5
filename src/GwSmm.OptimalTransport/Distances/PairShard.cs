using System.Globalization;

namespace GwSmm.OptimalTransport;

/// <summary>One of N shares of all pairs, for N processes or machines. The shares are disjoint, cover all pairs, and differ by at most one
/// pair; they depend on the number of spaces and on N only. Immutable; thread-safe.</summary>
public sealed record PairShard
{
    /// <summary>Creates a share.</summary>
    /// <param name="index">Which share, from 1 to <paramref name="count"/>.</param>
    /// <param name="count">The number of shares, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public PairShard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>Which share, from 1 to <see cref="Count"/>.</summary>
    public int Index { get; }

    /// <summary>The number of shares.</summary>
    public int Count { get; }

    /// <summary>All pairs as one share.</summary>
    internal static PairShard Whole { get; } = new(1, 1);

    /// <summary>Reads a share.</summary>
    /// <param name="text">Such as <c>2/8</c>: the second of eight.</param>
    /// <returns>The share.</returns>
    /// <exception cref="GwSmmException">The text is not that of a share.</exception>
    public static PairShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1 && index <= count
                ? new PairShard(index, count)
                : throw new GwSmmException($"The shard is '{text}'; expected I/N with I from 1 to N, such as 1/8 for the first of eight.");
    }

    /// <summary>Writes the share as <see cref="Parse"/> reads it.</summary>
    /// <returns>Such as <c>2/8</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>The positions of the share's pairs in <see cref="PairOrder"/>.</summary>
    /// <param name="total">The number of all pairs.</param>
    /// <returns>The first position and the one after the last.</returns>
    internal (long Start, long End) RangeOf(long total) => (total * (Index - 1) / Count, total * Index / Count);
}
