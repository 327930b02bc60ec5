using System.Diagnostics;
using GwSmm.OptimalTransport;

namespace GwSmm.Benchmarks.Transport;

/// <summary>Many models: all pairs on one and two threads, peak memory, and nearest pairs by bounds against solving every pair.</summary>
internal static class ManyModelsTable
{
    private const int Dimension = 64;
    private const int ClusterSize = 4;

    /// <summary>Compares all pairs and prints seconds and peak memory.</summary>
    /// <param name="models">Models K.</param>
    /// <param name="count">Responses n of each.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="kind">clustered, or Gaussian.</param>
    public static void PrintPairs(int models, int count, int threads, string kind)
    {
        var clouds = string.Equals(kind, "Gaussian", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, models).Select(k => ModelClouds.Gaussian(count, Dimension, (ulong)k, CostMetric.Euclidean))]
            : Clouds(models, count);
        var watch = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var result = PairwiseDistances.Solve(clouds, new PairwiseOptions { Threads = threads });
        var processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Console.WriteLine(
            $"K = {models}, n = {count}, d = {Dimension}, {kind}, {threads} threads: {result.Pairs} pairs in {watch.Elapsed.TotalSeconds:F1} s ({processor:F1} s of processor time), "
            + $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB");
    }

    /// <summary>Finds nearest pairs by bounds and by solving every pair, and prints what it took.</summary>
    /// <param name="models">Models K.</param>
    /// <param name="count">Responses n of each.</param>
    /// <param name="pairs">Disjoint pairs to find.</param>
    public static void PrintNearest(int models, int count, int pairs)
    {
        var clouds = Clouds(models, count);
        var options = new NearestGroupsOptions { Count = pairs };
        var found = NearestGroups.Find(clouds, options);
        var all = NearestGroups.Find(clouds, options with { Exhaustive = true });
        var same = found.Groups.Select(Key).SequenceEqual(all.Groups.Select(Key), StringComparer.Ordinal);
        Console.WriteLine(
            $"K = {models}, n = {count}: {pairs} nearest disjoint pairs by {found.Report.Solves} of {found.Report.Pairs} solves ({100.0 * found.Report.Solves / found.Report.Pairs:F1} %), "
            + $"{found.Report.Duration.TotalSeconds:F1} s against {all.Report.Duration.TotalSeconds:F1} s; {(same ? "the same groups" : "OTHER GROUPS")}");
    }

    private static string Key(NearestGroup group) => $"{string.Join(",", group.Members)}:{group.Value:r}";

    private static FeatureCloud[] Clouds(int models, int count) =>
        [.. Enumerable.Range(0, models).Select(k => ModelClouds.Clustered(count, Dimension, (ulong)(k / ClusterSize), (ulong)(1000 + k), CostMetric.Euclidean))];
}
