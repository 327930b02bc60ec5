using System.Globalization;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>The Gromov-Wasserstein distance between each two of many spaces. Thread-safe.</summary>
public static class PairwiseDistances
{
    /// <summary>Solves all pairs, several at a time. Each pair is solved by itself on one thread, so the result has the same bits
    /// for any number of threads.</summary>
    /// <param name="spaces">The spaces [k], at least 1.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Told of each solved pair, one at a time, from whichever thread solved it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The distances, <see cref="PairwiseOptions.Kind"/> says which.</returns>
    /// <exception cref="ArgumentException">No spaces or fewer than 1 thread.</exception>
    /// <exception cref="GwSmmException">The names do not fit.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static DistanceMatrix Compute(
        IReadOnlyList<MetricMeasureSpace> spaces,
        PairwiseOptions? options = null,
        IProgress<PairProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        options ??= new PairwiseOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        if (spaces.Count == 0)
        {
            throw new ArgumentException("At least one space is needed.", nameof(spaces));
        }

        var count = spaces.Count;
        var names = options.Names ?? [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        if (names.Count != count)
        {
            throw new GwSmmException($"{count} spaces were given, but {names.Count} names. Give one name for each space.");
        }

        var values = new double[count * count];
        var pairs = Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(i + 1, count - i - 1).Select(j => (i, j))).ToArray();
        var gate = new Lock();
        var done = 0;
        Threads.For(pairs.Length, options.Threads, k =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (i, j) = pairs[k];
            var result = options.Solver.Solve(new GromovWassersteinProblem(spaces[i], spaces[j]), cancellationToken);
            var reported = options.Kind == DistanceKind.Value ? result.Value : result.Distance;
            values[(i * count) + j] = reported;
            values[(j * count) + i] = reported;
            lock (gate)
            {
                done++;
                progress?.Report(new PairProgress(i, j, result.Value, result.Iterations, result.Converged, done, pairs.Length));
            }
        });

        return new DistanceMatrix(names, values);
    }
}
