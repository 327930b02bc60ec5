namespace GwSmm.Evaluation;

/// <summary>
/// Holm's step-down correction (1979) of several p-values: rejecting what is at most alpha after it keeps the chance of any false rejection
/// at alpha, whatever the dependence of the tests. Thread-safe.
/// </summary>
public static class HolmCorrection
{
    /// <summary>Corrects.</summary>
    /// <param name="pValues">The p-values [m], each in [0, 1].</param>
    /// <returns>The corrected p-values [m], in the same order, each at least the given one and at most 1.</returns>
    /// <exception cref="ArgumentException">A p-value is out of range.</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        for (var i = 0; i < pValues.Length; i++)
        {
            if (!(pValues[i] is >= 0 and <= 1))
            {
                throw new ArgumentException($"The p-value at position {i} is {pValues[i]}; expected 0 to 1.", nameof(pValues));
            }
        }

        var result = new double[pValues.Length];
        int[] order = [.. Enumerable.Range(0, pValues.Length)];
        Array.Sort(pValues.ToArray(), order);
        var largest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            result[order[i]] = largest;
        }

        return result;
    }
}
