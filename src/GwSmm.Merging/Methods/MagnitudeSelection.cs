using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace GwSmm.Merging;

/// <summary>
/// Finds the smallest magnitude among the largest entries of task vectors, exactly and without storing these: magnitudes of floats order as
/// their bits do, so two histograms of 16 bits each find the rank.
/// </summary>
internal static class MagnitudeSelection
{
    private const int Buckets = 1 << 16;

    /// <summary>The bits of a magnitude; they order as the magnitudes do.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The bits without the sign.</returns>
    public static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value) & 0x7FFFFFFF;

    /// <summary>For each encoder the magnitude of the entry of its task vector with rank round(density * n), counted from the largest.</summary>
    /// <param name="source">The encoders and their base.</param>
    /// <param name="tensors">The tensors whose entries compete.</param>
    /// <param name="density">The share of entries to keep, in (0, 1].</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bits of these magnitudes [k]; entries of at least this are kept.</returns>
    public static uint[] Smallest(ITensorSource source, IReadOnlyList<TensorInfo> tensors, double density, int threads, CancellationToken cancellationToken)
    {
        var models = source.Items.Count;
        var count = tensors.Sum(tensor => (long)tensor.Count);
        var rank = Math.Max(1, (long)Math.Round(density * count, MidpointRounding.AwayFromZero));
        if (rank >= count)
        {
            return new uint[models];
        }

        var loop = new PieceLoop(source, tensors, threads);
        (uint Bucket, long Rank)[] high = [.. Histograms(loop, models, null, cancellationToken).Select(histogram => Find(histogram, rank))];
        var low = Histograms(loop, models, [.. high.Select(found => found.Bucket)], cancellationToken);
        return [.. high.Select((found, m) => (found.Bucket << 16) | Find(low[m], found.Rank).Bucket)];
    }

    private static long[][] Histograms(PieceLoop loop, int models, uint[]? high, CancellationToken cancellationToken)
    {
        var parts = new ConcurrentBag<long[][]>();
        loop.Run(
            (piece, _) =>
            {
                if (!parts.TryTake(out var histograms))
                {
                    histograms = [.. Enumerable.Range(0, models).Select(_ => new long[Buckets])];
                }

                for (var m = 0; m < models; m++)
                {
                    if (high is null)
                    {
                        CountHigh(piece.Model(m), piece.Base, histograms[m]);
                    }
                    else
                    {
                        CountLow(piece.Model(m), piece.Base, high[m], histograms[m]);
                    }
                }

                parts.Add(histograms);
            },
            cancellationToken);

        long[][] result = [.. Enumerable.Range(0, models).Select(_ => new long[Buckets])];
        foreach (var part in parts)
        {
            for (var m = 0; m < models; m++)
            {
                TensorPrimitives.Add(result[m], part[m], result[m]);
            }
        }

        return result;
    }

    private static void CountHigh(ReadOnlySpan<float> model, ReadOnlySpan<float> origin, long[] histogram)
    {
        for (var i = 0; i < model.Length; i++)
        {
            histogram[Bits(model[i] - origin[i]) >> 16]++;
        }
    }

    private static void CountLow(ReadOnlySpan<float> model, ReadOnlySpan<float> origin, uint high, long[] histogram)
    {
        for (var i = 0; i < model.Length; i++)
        {
            var bits = Bits(model[i] - origin[i]);
            if (bits >> 16 == high)
            {
                histogram[bits & 0xFFFF]++;
            }
        }
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
