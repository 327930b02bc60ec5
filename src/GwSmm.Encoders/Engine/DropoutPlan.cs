using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014) whose masks are functions of (seed, place), so that forward and backward pass draw
/// the same mask and nothing is stored, and the order in which threads work does not matter.
/// </summary>
/// <param name="HiddenRate">Share of hidden values that become 0, in [0, 1).</param>
/// <param name="AttentionRate">Share of attention probabilities that become 0, in [0, 1).</param>
/// <param name="Seed">Seed of this optimiser step.</param>
internal sealed record DropoutPlan(double HiddenRate, double AttentionRate, ulong Seed)
{
    /// <summary>Drops hidden values: rows [start, end) of [rows, channels].</summary>
    /// <param name="values">All rows.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="start">First row, a multiple of the block size.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="place">Which activation this is; unique in the network.</param>
    public void Hidden(float[] values, int channels, int start, int end, int place) =>
        Apply(values.AsSpan(start * channels, (end - start) * channels), HiddenRate, Seed, place, start);

    /// <summary>Drops attention probabilities of one sequence and head.</summary>
    /// <param name="values">The probabilities.</param>
    /// <param name="place">Which activation this is; unique in the network.</param>
    /// <param name="index">Number of sequence and head in the batch.</param>
    public void Attention(Span<float> values, int place, int index) => Apply(values, AttentionRate, Seed, place, index);

    private static void Apply(Span<float> values, double rate, ulong seed, int place, int index)
    {
        if (rate == 0)
        {
            return;
        }

        // 16 random bits decide on one value.
        var limit = (uint)Math.Round(rate * 65536);
        var keep = (float)(1 / (1 - (limit / 65536.0)));
        var random = new DeterministicRandom(seed + ((ulong)place << 40) + ((ulong)index << 8));
        var i = 0;
        while (i < values.Length)
        {
            var bits = random.NextUInt64();
            var stop = Math.Min(i + 4, values.Length);
            for (; i < stop; i++)
            {
                values[i] = (uint)(bits & 0xFFFF) < limit ? 0 : values[i] * keep;
                bits >>= 16;
            }
        }
    }
}
