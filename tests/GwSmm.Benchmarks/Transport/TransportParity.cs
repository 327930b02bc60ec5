using GwSmm.Benchmarks.Peers;
using GwSmm.OptimalTransport;

namespace GwSmm.Benchmarks.Transport;

/// <summary>Random problems of all shapes solved here and by Python Optimal Transport: the values must be equal.</summary>
internal static class TransportParity
{
    private const int LargestCount = 60;
    private const double Tolerance = 1e-9;

    /// <summary>Compares and prints.</summary>
    /// <param name="instances">How many problems, half of them with equal weights and n = m.</param>
    public static void Print(int instances)
    {
        using var peer = new PotPeer();
        var random = new Random(11);
        var solver = new GromovWassersteinSolver();
        var (different, largest) = (0, 0.0);
        for (var k = 0; k < instances; k++)
        {
            var equal = k % 2 == 0;
            var n = random.Next(2, LargestCount);
            var m = equal ? n : random.Next(2, LargestCount);
            var dimension = random.Next(1, 20);
            var metric = k / 2 % 2 == 0 ? CostMetric.Euclidean : CostMetric.SquaredEuclidean;
            double[] x = Normal(random, n * dimension), y = Normal(random, m * dimension);
            double[] p = Weights(random, n, equal), q = Weights(random, m, equal);
            var value = solver.Solve(new GromovWassersteinProblem(
                MetricMeasureSpace.FromFeatures(x, n, dimension, metric, p), MetricMeasureSpace.FromFeatures(y, m, dimension, metric, q))).Value;
            using var files = new PeerFiles();
            var theirs = peer.Ask(new PeerRequest
            {
                Solver = "exact",
                Dimension = dimension,
                Metric = metric.ToString(),
                Files = [files.Write(x), files.Write(y)],
                Weights = [files.Write(p), files.Write(q)],
                Repeats = 1,
            }).Values[0];
            var difference = Math.Abs(value - theirs) / theirs;
            largest = Math.Max(largest, difference <= Tolerance ? difference : 0);
            if (difference > Tolerance)
            {
                different++;
                Console.WriteLine($"{n} x {m}, d = {dimension}, {metric}, {(equal ? "equal" : "random")} weights: ours {value:r}, POT {theirs:r}");
            }
        }

        Console.WriteLine($"{instances - different} of {instances} values agree to {largest:0e0}; {different} differ by more than {Tolerance:0e0}. Peer: {peer.Versions}.");
    }

    private static double[] Normal(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static double[] Weights(Random random, int count, bool equal)
    {
        double[] raw = [.. Enumerable.Range(0, count).Select(_ => equal ? 1 : 0.1 + random.NextDouble())];
        var sum = raw.Sum();
        return [.. raw.Select(w => w / sum)];
    }
}
