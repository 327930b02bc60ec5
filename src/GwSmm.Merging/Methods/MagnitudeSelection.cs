namespace GwSmm.Merging;

/// <summary>
/// Finds the smallest magnitude among the largest entries of a difference of arrays, exactly and without storing the difference:
/// magnitudes of floats order as their bits do, so two histograms of 16 bits each find the rank.
/// </summary>
internal static class MagnitudeSelection
{
    private const int Buckets = 1 << 16;

    /// <summary>The bits of a magnitude; they order as the magnitudes do.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The bits without the sign.</returns>
    public static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value) & 0x7FFFFFFF;

    /// <summary>The magnitude of the entry with rank round(density * n), counted from the largest.</summary>
    /// <param name="pairs">Minuends and subtrahends of equal length.</param>
    /// <param name="density">The share of entries to keep, in (0, 1].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bits of that magnitude; entries of at least this are kept.</returns>
    public static uint Smallest(IReadOnlyList<(float[] Minuend, float[] Subtrahend)> pairs, double density, CancellationToken cancellationToken)
    {
        var count = pairs.Sum(pair => pair.Minuend.LongLength);
        var rank = Math.Max(1, (long)Math.Round(density * count, MidpointRounding.AwayFromZero));
        if (rank >= count)
        {
            return 0;
        }

        var (high, restOfHigh) = Find(Histogram(pairs, null, cancellationToken), rank);
        var (low, _) = Find(Histogram(pairs, high, cancellationToken), restOfHigh);
        return (high << 16) | low;
    }

    private static long[] Histogram(IReadOnlyList<(float[] Minuend, float[] Subtrahend)> pairs, uint? high, CancellationToken cancellationToken)
    {
        var histogram = new long[Buckets];
        foreach (var (minuend, subtrahend) in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < minuend.Length; i++)
            {
                var bits = Bits(minuend[i] - subtrahend[i]);
                if (high is null)
                {
                    histogram[bits >> 16]++;
                }
                else if (bits >> 16 == high)
                {
                    histogram[bits & 0xFFFF]++;
                }
            }
        }

        return histogram;
    }

    // The bucket that holds the entry of that rank, and its rank inside the bucket.
    private static (uint Bucket, long Rank) Find(long[] histogram, long rank)
    {
        var bucket = Buckets - 1;
        while (rank > histogram[bucket])
        {
            rank -= histogram[bucket--];
        }

        return ((uint)bucket, rank);
    }
}
