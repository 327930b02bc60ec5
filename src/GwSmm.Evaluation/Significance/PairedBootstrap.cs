using System.Runtime.ExceptionServices;
using GwSmm.Numerics;

namespace GwSmm.Evaluation;

/// <summary>
/// Bootstrap over responses (Efron, 1979) of any statistic of paired predictions, such as a difference of kappas, with BCa intervals (Efron,
/// 1987). A resample takes a response with all that was predicted for it, so pairs stay pairs. The same seed gives the same bits for any
/// number of threads. Thread-safe.
/// </summary>
public static class PairedBootstrap
{
    // Resamples that share a generator: a fixed number, so that threads do not matter.
    private const int BlockSize = 50;

    /// <summary>Bootstraps a statistic.</summary>
    /// <param name="count">The number of responses n, at least 2.</param>
    /// <param name="statistic">Computes the statistic of the responses at some positions [n or n - 1], repeats included; called from several
    /// threads. It must not keep or change the array.</param>
    /// <param name="options">Resamples, coverage, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Estimate, interval and p-value of the statistic being zero.</returns>
    /// <exception cref="GwSmmException">Fewer than 2 responses, an option out of range, or a statistic that is not finite.</exception>
    public static BootstrapResult Compute(int count, Func<int[], double> statistic, BootstrapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        options ??= new BootstrapOptions();
        Check(count, options);
        int[] all = [.. Enumerable.Range(0, count)];
        var estimate = Finite(statistic(all), "all responses");
        var resampled = Resample(count, statistic, options, cancellationToken);
        var jackknife = new double[count];
        InParallel(count, options, i => jackknife[i] = Finite(statistic([.. all.Where(other => other != i)]), $"the responses without response {i + 1}"), cancellationToken);
        var mean = resampled.Average();
        var error = Math.Sqrt(resampled.Sum(value => (value - mean) * (value - mean)) / (resampled.Length - 1));
        var least = Math.Min(resampled.Count(value => value <= 0), resampled.Count(value => value >= 0));
        Array.Sort(resampled);
        var (lower, upper, bias, acceleration) = BcaInterval.Compute(estimate, resampled, jackknife, options.Confidence);
        return new BootstrapResult(estimate, error, lower, upper, bias, acceleration, Math.Min(1, 2.0 * (least + 1) / (resampled.Length + 1)));
    }

    /// <summary>Bootstraps the difference of a metric between two methods: metric(first) - metric(second).</summary>
    /// <param name="actual">Actual class indices [n], at least 2.</param>
    /// <param name="first">Predictions of the first method [n].</param>
    /// <param name="second">Predictions of the second method [n].</param>
    /// <param name="metric">Takes actual and predicted classes of some responses; called from several threads.</param>
    /// <param name="options">Resamples, coverage, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Estimate, interval and p-value of the difference being zero.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="GwSmmException">Fewer than 2 responses, an option out of range, or a metric that is not finite.</exception>
    public static BootstrapResult Difference(
        int[] actual, int[] first, int[] second, Func<int[], int[], double> metric, BootstrapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metric);
        if (first.Length != actual.Length || second.Length != actual.Length)
        {
            throw new ArgumentException($"There are {actual.Length} actual, {first.Length} first and {second.Length} second classes; expected as many of each.", nameof(actual));
        }

        return Compute(
            actual.Length,
            rows =>
            {
                var truth = Array.ConvertAll(rows, row => actual[row]);
                return metric(truth, Array.ConvertAll(rows, row => first[row])) - metric(truth, Array.ConvertAll(rows, row => second[row]));
            },
            options,
            cancellationToken);
    }

    /// <summary>Bootstraps the mean difference of paired values, such as a metric of the same items under two methods: mean(first - second).</summary>
    /// <param name="first">A metric of the first method [n], at least 2.</param>
    /// <param name="second">The same of the second method [n].</param>
    /// <param name="options">Resamples, coverage, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Estimate, interval and p-value of the difference being zero.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="GwSmmException">Fewer than 2 pairs, a value that is not finite, or an option out of range.</exception>
    public static BootstrapResult MeanDifference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null, CancellationToken cancellationToken = default)
    {
        var differences = PairedValues.Differences(first, second, "bootstrap", 2);
        return Compute(
            differences.Length,
            pairs =>
            {
                var sum = 0.0;
                foreach (var pair in pairs)
                {
                    sum += differences[pair];
                }

                return sum / pairs.Length;
            },
            options,
            cancellationToken);
    }

    private static double[] Resample(int count, Func<int[], double> statistic, BootstrapOptions options, CancellationToken cancellationToken)
    {
        var result = new double[options.Resamples];
        InParallel((result.Length + BlockSize - 1) / BlockSize, options, block =>
        {
            var random = new DeterministicRandom(DeterministicRandom.Derive(options.Seed, $"bootstrap block {block}"));
            var rows = new int[count];
            for (var r = block * BlockSize; r < Math.Min(result.Length, (block + 1) * BlockSize); r++)
            {
                for (var i = 0; i < count; i++)
                {
                    rows[i] = random.Next(count);
                }

                result[r] = Finite(statistic(rows), $"resample {r + 1}");
            }
        }, cancellationToken);
        return result;
    }

    // What the statistic throws comes out as it is.
    private static void InParallel(int count, BootstrapOptions options, Action<int> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }
    }

    private static double Finite(double value, string place) => double.IsFinite(value)
        ? value
        : throw new GwSmmException($"The bootstrapped statistic is {value} for {place}; expected a finite number. Use a statistic that is defined for every resample, or more responses.");

    private static void Check(int count, BootstrapOptions options)
    {
        if (count < 2)
        {
            throw new GwSmmException($"The bootstrap was given {count} responses; it needs at least 2.");
        }

        Require(options.Resamples >= 100, nameof(options.Resamples), options.Resamples, "at least 100");
        Require(options.Confidence is > 0 and < 1, nameof(options.Confidence), options.Confidence, "more than 0 and less than 1");
        Require(options.Threads >= 1, nameof(options.Threads), options.Threads, "at least 1");
    }

    private static void Require(bool fine, string name, object found, string expected)
    {
        if (!fine)
        {
            throw new GwSmmException($"The bootstrap option {name} is {found}; expected {expected}.");
        }
    }
}
