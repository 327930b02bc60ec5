using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Temperature scaling (Guo et al., 2017): logits are divided by the one number that minimises the log loss, a convex problem in its inverse.
/// Classes keep their order. Thread-safe.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>The smallest temperature; predictions that are all right would go to zero.</summary>
    public const double Minimum = 0.05;

    /// <summary>The largest temperature; predictions that are all noise would go to infinity.</summary>
    public const double Maximum = 20;

    private const double Tolerance = 1e-12;
    private const int MaxIterations = 100;

    /// <summary>The temperature of class logits (softmax).</summary>
    /// <param name="logits">[n, classes], row-major, of responses that the head was not fitted to; finite.</param>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <returns>The temperature, in [<see cref="Minimum"/>, <see cref="Maximum"/>].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, an index is out of range, or a logit is not finite.</exception>
    public static double OfClasses(double[] logits, int[] actual, int classes)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Check(logits, actual.Length * classes);
        if (Array.FindIndex(actual, a => (uint)a >= (uint)classes) is >= 0 and var at)
        {
            throw new ArgumentException($"The actual class at position {at} is {actual[at]}; expected 0 to {classes - 1}.", nameof(actual));
        }

        return Solve(inverse =>
        {
            var (slope, curvature) = (0.0, 0.0);
            for (var i = 0; i < actual.Length; i++)
            {
                var row = logits.AsSpan(i * classes, classes);
                var largest = double.NegativeInfinity;
                foreach (var logit in row)
                {
                    largest = Math.Max(largest, inverse * logit);
                }

                var (sum, first, second) = (0.0, 0.0, 0.0);
                foreach (var logit in row)
                {
                    var weight = Math.Exp((inverse * logit) - largest);
                    sum += weight;
                    first += weight * logit;
                    second += weight * logit * logit;
                }

                var mean = first / sum;
                slope += mean - row[actual[i]];
                curvature += (second / sum) - (mean * mean);
            }

            return (slope / actual.Length, curvature / actual.Length);
        });
    }

    /// <summary>The temperature of label logits (one sigmoid each).</summary>
    /// <param name="logits">One logit per decision, of responses that the head was not fitted to; finite.</param>
    /// <param name="actual">Whether the label is set, per decision.</param>
    /// <returns>The temperature, in [<see cref="Minimum"/>, <see cref="Maximum"/>].</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a logit is not finite.</exception>
    public static double OfLabels(double[] logits, bool[] actual)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(actual);
        Check(logits, actual.Length);
        return Solve(inverse =>
        {
            var (slope, curvature) = (0.0, 0.0);
            for (var i = 0; i < logits.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-inverse * logits[i]));
                slope += (p - (actual[i] ? 1 : 0)) * logits[i];
                curvature += p * (1 - p) * logits[i] * logits[i];
            }

            return (slope / logits.Length, curvature / logits.Length);
        });
    }

    /// <summary>Puts a temperature into a head: weights and biases are divided by it.</summary>
    /// <param name="head">The head.</param>
    /// <param name="temperature">More than 0, finite.</param>
    /// <returns>A new head with the same labels, thresholds and cut points.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public static ScoringHead Apply(ScoringHead head, double temperature)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (!(temperature > 0) || double.IsInfinity(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Expected a finite number above 0.");
        }

        return new ScoringHead(
            head.Kind,
            head.Labels,
            Array.ConvertAll(head.Weight, w => (float)(w / temperature)),
            Array.ConvertAll(head.Bias, b => (float)(b / temperature)),
            head.Kind == HeadKind.MultiLabel ? head.Thresholds : null,
            head.CutPoints);
    }

    private static void Check(double[] logits, int expected)
    {
        if (logits.Length == 0 || logits.Length != expected)
        {
            throw new ArgumentException($"There are {logits.Length} logits; expected {expected}, at least one.", nameof(logits));
        }

        if (Array.FindIndex(logits, logit => !double.IsFinite(logit)) is >= 0 and var at)
        {
            throw new ArgumentException($"The logit at position {at} is {logits[at]}; expected a finite number.", nameof(logits));
        }
    }

    // Newton on the slope, which never falls; a step out of the bracket halves it instead.
    private static double Solve(Func<double, (double Slope, double Curvature)> derivatives)
    {
        var (low, high) = (1 / Maximum, 1 / Minimum);
        if (derivatives(low).Slope >= 0)
        {
            // A slope of zero everywhere means that no temperature matters.
            return derivatives(high).Slope == 0 ? 1 : Maximum;
        }

        if (derivatives(high).Slope <= 0)
        {
            return Minimum;
        }

        var inverse = 1.0;
        for (var iteration = 0; iteration < MaxIterations && high - low > Tolerance * low; iteration++)
        {
            var (slope, curvature) = derivatives(inverse);
            if (slope == 0)
            {
                break;
            }

            (low, high) = slope < 0 ? (inverse, high) : (low, inverse);
            var next = inverse - (slope / curvature);
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (Math.Abs(next - inverse) <= Tolerance * inverse)
            {
                break;
            }

            inverse = next;
        }

        return 1 / inverse;
    }
}
