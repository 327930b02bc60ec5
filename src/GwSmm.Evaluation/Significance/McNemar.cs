using MathNet.Numerics;

namespace GwSmm.Evaluation;

/// <summary>
/// McNemar's test (1947) of two methods on the same responses: among those that exactly one of them scores right, is it each as often? Thread-safe.
/// </summary>
public static class McNemar
{
    /// <summary>Tests.</summary>
    /// <param name="firstRight">Whether the first method scores each response right [n].</param>
    /// <param name="secondRight">Whether the second method does [n].</param>
    /// <returns>Counts and p-values.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no responses.</exception>
    public static McNemarResult Compute(ReadOnlySpan<bool> firstRight, ReadOnlySpan<bool> secondRight)
    {
        if (firstRight.IsEmpty || firstRight.Length != secondRight.Length)
        {
            throw new ArgumentException($"There are {firstRight.Length} first and {secondRight.Length} second outcomes; expected as many of each, at least one.", nameof(secondRight));
        }

        var (onlyFirst, onlySecond) = (0, 0);
        for (var i = 0; i < firstRight.Length; i++)
        {
            onlyFirst += firstRight[i] && !secondRight[i] ? 1 : 0;
            onlySecond += secondRight[i] && !firstRight[i] ? 1 : 0;
        }

        return FromCounts(onlyFirst, onlySecond);
    }

    /// <summary>Tests.</summary>
    /// <param name="onlyFirst">Responses that only the first method scores right, b, at least 0.</param>
    /// <param name="onlySecond">Responses that only the second method scores right, c, at least 0.</param>
    /// <returns>Counts and p-values; all 1 where the methods never disagree.</returns>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static McNemarResult FromCounts(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var count = onlyFirst + onlySecond;
        if (count == 0)
        {
            return new McNemarResult(0, 0, 1, 1, 0, 1);
        }

        var smaller = Math.Min(onlyFirst, onlySecond);

        // P(X <= k) of the binomial with p = 1/2 is I_1/2(n - k, k + 1).
        var twice = smaller == count ? 2 : 2 * SpecialFunctions.BetaRegularized(count - smaller, smaller + 1, 0.5);
        var own = Math.Exp(SpecialFunctions.BinomialLn(count, smaller) - (count * Constants.Ln2));
        var excess = Math.Max(0, Math.Abs(onlyFirst - onlySecond) - 1.0);
        var chiSquare = excess * excess / count;
        return new McNemarResult(onlyFirst, onlySecond, Math.Min(1, twice), Math.Min(1, twice - own), chiSquare, SpecialFunctions.Erfc(Math.Sqrt(chiSquare / 2)));
    }
}
