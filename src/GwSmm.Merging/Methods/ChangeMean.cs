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

    /// <summary>Adds the means, times a factor, to the base.</summary>
    /// <param name="origin">The base [n].</param>
    /// <param name="lambda">The factor.</param>
    /// <param name="models">How many encoders there are.</param>
    /// <param name="merged">Receives the sums [n].</param>
    public void AddTo(ReadOnlySpan<float> origin, double lambda, int models, Span<float> merged)
    {
        for (var i = 0; i < merged.Length; i++)
        {
            var (positive, negative) = (_positive[i], _negative[i]);
            var mean = !_elected ? (positive - negative) / models
                : positive > negative ? positive / _positives[i]
                : negative > positive ? -negative / _negatives[i]
                : 0;
            merged[i] = (float)(origin[i] + (lambda * mean));
        }
    }
}
