using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Exact optimal transport on the line: the monotone coupling is optimal for every cost |x - y|^p with p of at least 1, so the
/// cost is the integral of |F^-1(t) - G^-1(t)|^p over quantiles t (Villani, "Topics in Optimal Transportation", 2003, theorem
/// 2.18). Thread-safe.
/// </summary>
public static class OneDimensionalTransport
{
    private const double SumTolerance = 1e-6;

    // Sums of this many squares are added up separately, which keeps the rounding error of long sums small.
    private const int Chunk = 1024;

    /// <summary>The least cost of moving one set of weighted points to another, W_p^p; O(n log n + m log m).</summary>
    /// <param name="source">The points of the source [n], finite, in any order.</param>
    /// <param name="sourceWeights">Their weights [n], at least 0, not all 0; empty for 1/n each.</param>
    /// <param name="target">The points of the target [m], finite, in any order.</param>
    /// <param name="targetWeights">Their weights [m], with the same sum (to 1e-6 of it; they are scaled to fit); empty for 1/m each.</param>
    /// <param name="power">The power p, at least 1 and finite.</param>
    /// <returns>W_p^p: no root is taken.</returns>
    /// <exception cref="ArgumentException">Points and weights differ in number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is below 1 or not finite.</exception>
    /// <exception cref="GwSmmException">A side has no points; a point is not finite; a weight is negative or not finite; the sums are 0
    /// or differ.</exception>
    public static double Cost(
        ReadOnlySpan<double> source,
        ReadOnlySpan<double> sourceWeights,
        ReadOnlySpan<double> target,
        ReadOnlySpan<double> targetWeights,
        double power = 2)
    {
        if (!(power >= 1) || !double.IsFinite(power))
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, "The power must be at least 1 and finite.");
        }

        var sourceSum = CheckSide(source, sourceWeights, "source");
        var targetSum = CheckSide(target, targetWeights, "target");
        if (!(Math.Abs(sourceSum - targetSum) <= SumTolerance * Math.Max(sourceSum, targetSum)))
        {
            throw new GwSmmException($"The source weights sum to {sourceSum}, the target weights to {targetSum}; the sums must be equal. Scale one side.");
        }

        var x = WeightedLine.Create(source.ToArray(), sourceWeights);
        var y = WeightedLine.Create(target.ToArray(), targetWeights);
        return sourceSum * Merge(x.Values, x.Cumulative, y.Values, y.Cumulative, power);
    }

    /// <summary>The squared cost between two sorted sets of points of mass 1, W_2^2.</summary>
    /// <param name="source">The source.</param>
    /// <param name="target">The target.</param>
    /// <returns>W_2^2.</returns>
    internal static double SquaredCost(WeightedLine source, WeightedLine target) =>
        Merge(source.Values, source.Cumulative, target.Values, target.Cumulative, 2);

    /// <summary>
    /// Walks along both quantile functions. Steps are differences of cumulative masses, so their rounding errors do not add up: an
    /// error of a cumulative mass moves the border between two neighbours only, and as both functions are monotone all those
    /// errors together change the integral by a few units of rounding of the squared range, however many points there are.
    /// </summary>
    /// <param name="x">The points of the source, ascending.</param>
    /// <param name="xCumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="y">The points of the target, ascending.</param>
    /// <param name="yCumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="power">The power p.</param>
    /// <returns>W_p^p.</returns>
    internal static double Merge(
        ReadOnlySpan<double> x, ReadOnlySpan<double> xCumulative, ReadOnlySpan<double> y, ReadOnlySpan<double> yCumulative, double power)
    {
        if (power == 2 && x.Length == y.Length && xCumulative.IsEmpty && yCumulative.IsEmpty)
        {
            return SumOfSquaredDifferences(x, y) / x.Length;
        }

        double sum = 0, lost = 0, reached = 0;
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            var a = xCumulative.IsEmpty ? (i + 1.0) / x.Length : xCumulative[i];
            var b = yCumulative.IsEmpty ? (j + 1.0) / y.Length : yCumulative[j];
            var next = Math.Min(a, b);
            var difference = x[i] - y[j];
            var cost = power == 2 ? difference * difference : Math.Pow(Math.Abs(difference), power);
            var term = ((next - reached) * cost) - lost;
            var total = sum + term;
            lost = total - sum - term;
            sum = total;
            reached = next;
            i += a <= next ? 1 : 0;
            j += b <= next ? 1 : 0;
        }

        return sum;
    }

    private static double SumOfSquaredDifferences(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Span<double> difference = stackalloc double[Chunk];
        var sum = 0.0;
        for (var at = 0; at < x.Length; at += Chunk)
        {
            var length = Math.Min(Chunk, x.Length - at);
            TensorPrimitives.Subtract(x.Slice(at, length), y.Slice(at, length), difference);
            sum += TensorPrimitives.SumOfSquares<double>(difference[..length]);
        }

        return sum;
    }

    private static double CheckSide(ReadOnlySpan<double> points, ReadOnlySpan<double> weights, string side)
    {
        if (points.IsEmpty)
        {
            throw new GwSmmException($"The {side} has no points; at least one is needed.");
        }

        if (!weights.IsEmpty && weights.Length != points.Length)
        {
            throw new ArgumentException($"The {side} has {points.Length} points, but {weights.Length} weights.", nameof(weights));
        }

        var sum = weights.IsEmpty ? 1.0 : 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i]))
            {
                throw new GwSmmException($"The {side} point {i + 1} is {points[i]}; points must be finite numbers.");
            }

            if (weights.IsEmpty)
            {
                continue;
            }

            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new GwSmmException($"The {side} weight {i + 1} is {weights[i]}; weights must be finite and at least 0. Correct the weights.");
            }

            sum += weights[i];
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new GwSmmException($"The {side} weights sum to {sum}; at least one must be positive, and the sum finite.");
    }
}
