namespace GwSmm.Merging;

/// <summary>Chooses the probability from which a label is predicted. Thread-safe.</summary>
public static class ThresholdSearch
{
    private const float Edge = 1e-6f;

    /// <summary>
    /// The threshold with the largest F1: 0.5 or the middle between two neighbouring probabilities. Among equals the one nearest to 0.5 is taken.
    /// </summary>
    /// <param name="probabilities">The probability of the label for each response [n], none of which the head was fitted to.</param>
    /// <param name="actual">Whether the label is set [n].</param>
    /// <returns>The threshold, inside (0, 1); 0.5 where no response has the label.</returns>
    /// <exception cref="ArgumentException">Sizes differ, or a probability is not in [0, 1].</exception>
    public static float MaximumF1(double[] probabilities, bool[] actual)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(actual);
        if (probabilities.Length != actual.Length)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities and {actual.Length} flags; expected as many of each.", nameof(actual));
        }

        if (Array.FindIndex(probabilities, p => !(p is >= 0 and <= 1)) is >= 0 and var at)
        {
            throw new ArgumentException($"The probability at position {at} is {probabilities[at]}; expected 0 to 1.", nameof(probabilities));
        }

        var positives = actual.Count(set => set);
        if (positives == 0)
        {
            return 0.5f;
        }

        var order = Enumerable.Range(0, actual.Length).ToArray();
        Array.Sort((double[])probabilities.Clone(), order);
        var (best, bestF1) = (0.5f, 0.0);
        var (taken, hits) = (0, 0);

        // Downwards: the responses from i on are predicted to have the label.
        for (var i = order.Length - 1; i >= 0; i--)
        {
            taken++;
            hits += actual[order[i]] ? 1 : 0;
            var own = probabilities[order[i]];
            var below = i == 0 ? 0 : probabilities[order[i - 1]];
            if (i > 0 && below == own)
            {
                continue;
            }

            var f1 = 2.0 * hits / (positives + taken);
            var threshold = own >= 0.5 && below < 0.5 ? 0.5f : Math.Clamp((float)(0.5 * (own + below)), Edge, 1 - Edge);
            if (f1 > bestF1 || (f1 == bestF1 && Math.Abs(threshold - 0.5f) < Math.Abs(best - 0.5f)))
            {
                (best, bestF1) = (threshold, f1);
            }
        }

        return best;
    }
}
