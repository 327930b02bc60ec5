using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GwSmm.Benchmarks.Peers;
using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Benchmarks.Transport;

/// <summary>
/// Gromov-Wasserstein beside Python Optimal Transport: same pairs, values compared before times, one thread each, in turn. Times
/// are processor time, the best of some repeats, so that they are right also on a machine that others use.
/// </summary>
internal static class TransportPeerTable
{
    private const int Dimension = 64;
    private const int LargestEntropic = 500;
    private const double WarmUpSeconds = 2;
    private const double ValueTolerance = 1e-8;

    // What the stopping rules of both leave.
    private const double EntropicTolerance = 1e-5;

    /// <summary>Prints Markdown tables.</summary>
    /// <param name="sizes">The sizes n.</param>
    public static void Print(int[] sizes)
    {
        using var peer = new PotPeer();
        Console.WriteLine($"Peer: {peer.Versions}. {RuntimeInformation.FrameworkDescription}, {(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no AVX2")}.");
        PrintProduct(peer);
        Console.WriteLine("| features | costs | n | pairs | iterations | ours, ms a pair | POT, ms a pair | ratio | largest relative difference |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var kind in new[] { "clustered", "Gaussian" })
        {
            foreach (var metric in new[] { CostMetric.Euclidean, CostMetric.SquaredEuclidean })
            {
                foreach (var n in sizes)
                {
                    PrintRow(peer, kind, metric, n);
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine("| entropic, n | epsilon | ours, ms a pair | POT, ms a pair | ratio | largest relative difference |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var n in sizes.Where(n => n <= LargestEntropic))
        {
            foreach (var epsilon in new[] { 0.05, 0.01, 0.005 })
            {
                PrintEntropicRow(peer, n, epsilon);
            }
        }
    }

    // Costs divided by their largest, so that one epsilon suits all.
    private static void PrintEntropicRow(PotPeer peer, int n, double epsilon)
    {
        const int Pairs = 2;
        FeatureCloud[] clouds = [.. Enumerable.Range(0, 2 * Pairs).Select(k => ModelClouds.Clustered(n, Dimension, (ulong)k, (ulong)(100 + k), CostMetric.SquaredEuclidean))];
        var spaces = Array.ConvertAll(clouds, cloud => cloud.Build());
        var scale = spaces.Max(space => space.Cost.Max());
        spaces = Array.ConvertAll(clouds, cloud => new FeatureCloud([.. cloud.Features.ToArray().Select(x => x / Math.Sqrt(scale))], n, Dimension, cloud.Metric).Build());
        var solver = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Epsilon = epsilon });
        var results = new GromovWassersteinResult[Pairs];
        var repeats = Math.Max(2, Repeats(n) / 20);
        var ours = Best(repeats, () =>
        {
            for (var k = 0; k < Pairs; k++)
            {
                results[k] = solver.Solve(new GromovWassersteinProblem(spaces[2 * k], spaces[(2 * k) + 1]));
            }
        });
        using var files = new PeerFiles();
        var theirs = peer.Ask(new PeerRequest
        {
            Solver = "entropic",
            Dimension = Dimension,
            Metric = nameof(CostMetric.SquaredEuclidean),
            Scale = scale,
            Epsilon = epsilon,
            Files = [.. clouds.Select(cloud => files.Write(cloud.Features))],
            Repeats = repeats,
        });
        var difference = results.Zip(theirs.Values, (a, b) => Math.Abs(a.Value - b) / b).Max();
        if (difference > EntropicTolerance)
        {
            throw new GwSmmException($"With entropy, n = {n}, epsilon = {epsilon}: values differ by {difference:0e0} of them; times would compare different work.");
        }

        Console.WriteLine($"| {n} | {epsilon} | {ours * 1e3 / Pairs:F1} | {theirs.Seconds * 1e3 / Pairs:F0} | {theirs.Seconds / ours:F1} | {difference:0e0} |");
    }

    private static void PrintProduct(PotPeer peer)
    {
        const int Size = 1000;
        double[] a = new double[Size * Size], c = new double[Size * Size];
        var random = new DeterministicRandom(1);
        foreach (ref var value in a.AsSpan())
        {
            value = random.NextGaussian();
        }

        var ours = Best(60, () => Gemm.Multiply(false, false, Size, Size, Size, 1.0, a, Size, a, Size, 0.0, c, Size));
        var theirs = peer.Ask(new PeerRequest { Solver = "product", Count = Size, Repeats = 60 }).Seconds;
        var operations = 2.0 * Size * Size * Size;
        Console.WriteLine($"Matrix product, double, {Size} square: ours {operations / ours / 1e9:F1}, numpy {operations / theirs / 1e9:F1} GFLOP/s.");
        Console.WriteLine();
    }

    private static void PrintRow(PotPeer peer, string kind, CostMetric metric, int n)
    {
        var pairs = n <= 200 ? 8 : n <= 500 ? 4 : 2;
        var clouds = new FeatureCloud[2 * pairs];
        for (var k = 0; k < clouds.Length; k++)
        {
            // Every second pair of clustered models has seen the same responses.
            var responses = (ulong)(k / 2 % 2 == 0 ? k : k - (k % 2));
            clouds[k] = string.Equals(kind, "clustered", StringComparison.Ordinal)
                ? ModelClouds.Clustered(n, Dimension, responses, (ulong)(100 + k), metric)
                : ModelClouds.Gaussian(n, Dimension, (ulong)(100 + k), metric);
        }

        var spaces = Array.ConvertAll(clouds, cloud => cloud.Build());
        var solver = new GromovWassersteinSolver();
        var results = new GromovWassersteinResult[pairs];
        var ours = Best(Repeats(n), () =>
        {
            for (var k = 0; k < pairs; k++)
            {
                results[k] = solver.Solve(new GromovWassersteinProblem(spaces[2 * k], spaces[(2 * k) + 1]));
            }
        });
        using var files = new PeerFiles();
        var theirs = peer.Ask(new PeerRequest
        {
            Solver = "exact",
            Dimension = Dimension,
            Metric = metric.ToString(),
            Files = [.. clouds.Select(cloud => files.Write(cloud.Features))],
            Repeats = Repeats(n),
        });
        var difference = results.Zip(theirs.Values, (a, b) => Math.Abs(a.Value - b) / b).Max();
        if (difference > ValueTolerance)
        {
            throw new GwSmmException($"{kind}, {metric}, n = {n}: values differ by {difference:0e0} of them; times would compare different work.");
        }

        Console.WriteLine(
            $"| {kind} | {metric} | {n} | {pairs} | {results.Average(r => r.Iterations):F1} | {ours * 1e3 / pairs:F3} | {theirs.Seconds * 1e3 / pairs:F2} | {theirs.Seconds / ours:F1} | {difference:0e0} |");
    }

    // The same for both sides.
    private static int Repeats(int n) => Math.Clamp(1_000_000 / (n * n), 3, 100);

    // Not timed until the compiler has done its work, which small problems would be measured by.
    private static double Best(int repeats, Action work)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < WarmUpSeconds;)
        {
            work();
        }

        var best = double.MaxValue;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return best;
    }
}
