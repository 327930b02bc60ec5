namespace GwSmm.Merging;

/// <summary>
/// The mean of the changes of a few hundred parameters. Plain, it counts dropped changes as 0. Elected, as in TIES, a parameter takes the sign of
/// the sum of its changes and the mean of the changes of that sign; where changes sum to exactly 0 the mean is 0.
/// </summary>
internal readonly ref struct ChangeMean
{
    /// <summary>Parameters at a time.</summary>
    public const int Chunk = 512;

    private readonly bool _elected;
    private readonly Span<double> _positive;
    private readonly Span<double> _negative;
    private readonly Span<int> _positives;
    private readonly Span<int> _negatives;

    /// <summary>Takes scratch memory.</summary>
    /// <param name="elected">Whether signs are elected.</param>
    /// <param name="sums">[2 * <see cref="Chunk"/>].</param>
    /// <param name="counts">[2 * <see cref="Chunk"/>].</param>
    public ChangeMean(bool elected, Span<double> sums, Span<int> counts)
    {
        _elected = elected;
        _positive = sums[..Chunk];
        _negative = sums[Chunk..];
        _positives = counts[..Chunk];
        _negatives = counts[Chunk..];
    }

    /// <summary>Forgets all changes.</summary>
    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _positives.Clear();
        _negatives.Clear();
    }

    /// <summary>Adds a change of a parameter.</summary>
    /// <param name="index">The parameter, below <see cref="Chunk"/>.</param>
    /// <param name="change">The change.</param>
    public void Add(int index, double change)
    {
        if (change > 0)
        {
            _positive[index] += change;
            _positives[index]++;
        }
        else if (change < 0)
        {
            _negative[index] -= change;
            _negatives[index]++;
        }
    }

    /// <summary>Adds the changes of an encoder that are large enough.</summary>
    /// <param name="model">The encoder [n].</param>
    /// <param name="origin">The base [n].</param>
    /// <param name="smallest">The bits of the smallest magnitude that counts; see <see cref="MagnitudeSelection"/>.</param>
    public void AddLarge(ReadOnlySpan<float> model, ReadOnlySpan<float> origin, uint smallest)
    {
        var positive = _positive[..model.Length];
        var negative = _negative[..model.Length];
        var positives = _positives[..model.Length];
        var negatives = _negatives[..model.Length];
        origin = origin[..model.Length];
        var limit = (int)Math.Max(1, smallest) - 1;

        // Without branches, which would be taken at random: all bits are set in a mask that holds.
        for (var i = 0; i < model.Length; i++)
        {
            var bits = BitConverter.SingleToInt32Bits(model[i] - origin[i]);
            var magnitude = bits & 0x7FFFFFFF;
            var isKept = (limit - magnitude) >> 31;
            var isNegative = bits >> 31;
            positive[i] += BitConverter.Int32BitsToSingle(magnitude & isKept & ~isNegative);
            negative[i] += BitConverter.Int32BitsToSingle(magnitude & isKept & isNegative);
            positives[i] -= isKept & ~isNegative;
            negatives[i] -= isKept & isNegative;
        }
    }

    /// <summary>Adds the means, times a factor, to the base.</summary>
    /// <param name="origin">The base [n].</param>
    /// <param name="lambda">The factor.</param>
    /// <param name="models">How many encoders there are.</param>
    /// <param name="merged">Receives the sums [n].</param>
    public void AddTo(ReadOnlySpan<float> origin, double lambda, int models, Span<float> merged)
    {
        if (!_elected)
        {
            for (var i = 0; i < merged.Length; i++)
            {
                merged[i] = (float)(origin[i] + (lambda * ((_positive[i] - _negative[i]) / models)));
            }

            return;
        }

        var positive = _positive[..merged.Length];
        var negative = _negative[..merged.Length];
        origin = origin[..merged.Length];
        for (var i = 0; i < merged.Length; i++)
        {
            // Without branches, as above.
            var balance = positive[i] - negative[i];
            var balanceBits = BitConverter.DoubleToInt64Bits(balance);
            var isNegative = balanceBits >> 63;
            var isElected = (balanceBits | -balanceBits) >> 63;
            var sum = ((BitConverter.DoubleToInt64Bits(positive[i]) & ~isNegative) | (BitConverter.DoubleToInt64Bits(-negative[i]) & isNegative)) & isElected;
            var count = (_positives[i] & ~(int)isNegative) | (_negatives[i] & (int)isNegative);
            merged[i] = (float)(origin[i] + (lambda * (BitConverter.Int64BitsToDouble(sum) / Math.Max(1, count))));
        }
    }
}
