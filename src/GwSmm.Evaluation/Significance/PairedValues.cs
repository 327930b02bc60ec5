namespace GwSmm.Evaluation;

/// <summary>Differences of pairs, checked.</summary>
internal static class PairedValues
{
    /// <summary>Subtracts.</summary>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    /// <param name="test">The test, for messages.</param>
    /// <param name="minimum">The fewest pairs it needs.</param>
    /// <returns>first - second [n].</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="GwSmmException">Too few pairs, or a value that is not finite.</exception>
    public static double[] Differences(ReadOnlySpan<double> first, ReadOnlySpan<double> second, string test, int minimum)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are {first.Length} first and {second.Length} second values; expected as many of each.", nameof(second));
        }

        if (first.Length < minimum)
        {
            throw new GwSmmException($"The {test} was given {first.Length} pairs; it needs at least {minimum}. Compare over more items or seeds.");
        }

        var result = new double[first.Length];
        for (var i = 0; i < result.Length; i++)
        {
            if (!double.IsFinite(first[i]) || !double.IsFinite(second[i]))
            {
                throw new GwSmmException($"The {test} was given {first[i]} and {second[i]} as pair {i + 1}; expected finite numbers. Leave the pair out, or find out why its metric is undefined.");
            }

            result[i] = first[i] - second[i];
        }

        return result;
    }
}
