namespace GwSmm.Merging;

/// <summary>Chooses where an expected score is cut into classes, so that quadratic weighted kappa is largest. Thread-safe.</summary>
/// <remarks>
/// 1 - kappa is a ratio of two sums over responses: the squared error of each predicted score, and its expectation under the marginals. By
/// Dinkelbach's method (1967) the smallest ratio is found by minimising numerator - ratio * denominator, and that is a shortest path over
/// the sorted responses: the maximum is exact, not local.
/// </remarks>
public static class CutPointSearch
{
    private const int MaxRounds = 50;
    private const double Tolerance = 1e-12;

    /// <summary>The cut points with the largest kappa.</summary>
    /// <param name="expected">The expected score of each response [n], none of which the head was fitted to; finite.</param>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="values">The score of each class [c], ascending, at least 2.</param>
    /// <returns>c - 1 cut points, ascending: class k is predicted from cut point k - 1 on and below cut point k. Midpoints between the
    /// scores where all responses have one class.</returns>
    /// <exception cref="ArgumentException">Sizes differ, a number is not finite, an index is out of range, or the scores do not ascend.</exception>
    public static float[] MaximumKappa(double[] expected, int[] actual, double[] values)
    {
        Check(expected, actual, values);
        var counts = new int[values.Length];
        foreach (var a in actual)
        {
            counts[a]++;
        }

        var natural = Enumerable.Range(1, values.Length - 1).Select(c => 0.5 * (values[c - 1] + values[c])).ToArray();
        if (counts.Count(count => count > 0) < 2)
        {
            return Array.ConvertAll(natural, cut => (float)cut);
        }

        var order = Enumerable.Range(0, actual.Length).ToArray();
        Array.Sort((double[])expected.Clone(), order);
        double[] chance = [.. values.Select(value => values.Select((other, c) => counts[c] * (other - value) * (other - value)).Sum() / actual.Length)];
        var path = new SegmentPath(expected, order, values.Length);
        int[]? best = null;
        var ratio = 1.0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var current = ratio;
            var starts = path.Cheapest((response, c) => Square(values[actual[response]] - values[c]) - (current * chance[c]));
            var (error, baseline) = Sums(order, starts, actual, values, chance);
            if (best is not null && error - (current * baseline) >= -Tolerance * baseline)
            {
                break;
            }

            (best, ratio) = (starts, error / baseline);
        }

        return Cuts(expected, order, best!, natural);
    }

    /// <summary>Cut points for more classes, of which some were never seen and so are never predicted.</summary>
    /// <param name="cutPoints">Cut points between the classes that are known.</param>
    /// <param name="known">Which classes they are [c].</param>
    /// <returns>c - 1 cut points.</returns>
    internal static float[] Expand(IReadOnlyList<float> cutPoints, bool[] known)
    {
        var result = new float[known.Length - 1];
        var below = 0;
        for (var c = 0; c < result.Length; c++)
        {
            below += known[c] ? 1 : 0;
            result[c] = below == 0 ? float.MinValue : below > cutPoints.Count ? float.MaxValue : cutPoints[below - 1];
        }

        return result;
    }

    private static double Square(double value) => value * value;

    private static (double Error, double Chance) Sums(int[] order, int[] starts, int[] actual, double[] values, double[] chance)
    {
        var (error, expected) = (0.0, 0.0);
        for (var c = 0; c < values.Length; c++)
        {
            for (var i = starts[c]; i < starts[c + 1]; i++)
            {
                error += Square(values[actual[order[i]]] - values[c]);
                expected += chance[c];
            }
        }

        return (error, expected);
    }

    private static float[] Cuts(double[] expected, int[] order, int[] starts, double[] natural)
    {
        var cuts = new float[natural.Length];
        for (var c = 1; c <= cuts.Length; c++)
        {
            var at = starts[c];
            cuts[c - 1] = at == 0 ? (float)Math.Min(natural[c - 1], MathF.BitDecrement((float)expected[order[0]]))
                : at == order.Length ? (float)Math.Max(natural[c - 1], MathF.BitIncrement((float)expected[order[^1]]))
                : (float)(0.5 * (expected[order[at - 1]] + expected[order[at]]));
            cuts[c - 1] = c > 1 ? Math.Max(cuts[c - 1], cuts[c - 2]) : cuts[c - 1];
        }

        return cuts;
    }

    private static void Check(double[] expected, int[] actual, double[] values)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(values);
        if (expected.Length == 0 || expected.Length != actual.Length)
        {
            throw new ArgumentException($"There are {expected.Length} expected scores and {actual.Length} classes; expected as many of each, at least one.", nameof(actual));
        }

        if (values.Length < 2 || !Array.TrueForAll(values, double.IsFinite) || values.Zip(values.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"The scores of the classes are [{string.Join(", ", values)}]; expected at least two, finite and ascending.", nameof(values));
        }

        for (var i = 0; i < actual.Length; i++)
        {
            if ((uint)actual[i] >= (uint)values.Length || !double.IsFinite(expected[i]))
            {
                throw new ArgumentException($"Response {i + 1} has the class {actual[i]} and the expected score {expected[i]}; expected a class of 0 to {values.Length - 1} and a finite score.", nameof(actual));
            }
        }
    }
}
