using System.Numerics.Tensors;
using GwSmm.Benchmarks.Peers;
using GwSmm.OptimalTransport;

namespace GwSmm.Benchmarks.Transport;

/// <summary>
/// Random problems of all shapes solved here and by Python Optimal Transport: the values must be equal, unless a linear problem on the way has several
/// solutions. That is looked at: at the first step where the plans part, both must have taken a solution of the same linear problem.
/// </summary>
internal static class TransportParity
{
    private const int LargestCount = 60;
    private const int LastStep = 100;
    private const double Tolerance = 1e-9;
    private const double LinearTolerance = 1e-13;

    /// <summary>Compares and prints; the process fails where a difference has no such reason.</summary>
    /// <param name="instances">How many problems, half of them with equal weights and n = m.</param>
    public static void Print(int instances)
    {
        using var peer = new PotPeer();
        var random = new Random(11);
        var solver = new GromovWassersteinSolver();
        var (tied, different, largest) = (0, 0, 0.0);
        for (var k = 0; k < instances; k++)
        {
            var equal = k % 2 == 0;
            var n = random.Next(2, LargestCount);
            var m = equal ? n : random.Next(2, LargestCount);
            var dimension = random.Next(1, 20);
            var metric = k / 2 % 2 == 0 ? CostMetric.Euclidean : CostMetric.SquaredEuclidean;
            double[] x = Normal(random, n * dimension), y = Normal(random, m * dimension);
            double[] p = Weights(random, n, equal), q = Weights(random, m, equal);
            var problem = new GromovWassersteinProblem(
                MetricMeasureSpace.FromFeatures(x, n, dimension, metric, p), MetricMeasureSpace.FromFeatures(y, m, dimension, metric, q));
            var value = solver.Solve(problem).Value;
            using var files = new PeerFiles();
            var request = new PeerRequest
            {
                Solver = "exact",
                Dimension = dimension,
                Metric = metric.ToString(),
                Files = [files.Write(x), files.Write(y)],
                Weights = [files.Write(p), files.Write(q)],
                Repeats = 1,
            };
            var theirs = peer.Ask(request).Values[0];
            var difference = Math.Abs(value - theirs) / theirs;
            if (difference <= Tolerance)
            {
                largest = Math.Max(largest, difference);
                continue;
            }

            var step = TiedStep(peer, files, request, problem);
            (tied, different) = step is null ? (tied, different + 1) : (tied + 1, different);
            Console.WriteLine(
                $"{n} x {m}, d = {dimension}, {metric}, {(equal ? "equal" : "random")} weights: ours {value:r}, POT {theirs:r}; "
                + (step is null ? "no reason found" : $"the linear problem of step {step} has several solutions, of which each took another"));
        }

        Console.WriteLine(
            $"{instances - tied - different} of {instances} values agree to {largest:0e0}; {tied} part at a linear problem of several solutions; {different} differ without that. Peer: {peer.Versions}.");
        Environment.ExitCode = different == 0 ? 0 : 1;
    }

    // The first step after which the plans differ, if both plans solve its linear problem, min over T of sum -4 (C1 P C2) T for the plan P before it.
    private static int? TiedStep(PotPeer peer, PeerFiles files, PeerRequest request, GromovWassersteinProblem problem)
    {
        var before = Product(problem.Source.Weights, problem.Target.Weights);
        var path = files.Reserve();
        for (var step = 1; step <= LastStep; step++)
        {
            var ours = new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = step }).Solve(problem).Plan;
            peer.Ask(request with { Iterations = step, Plan = path });
            var theirs = PeerFiles.Read(path);
            if (TensorPrimitives.Distance<double>(ours, theirs) > Tolerance)
            {
                var gradient = Gradient(problem, before);
                var least = LinearTransport.Solve(problem.Source.Weights, problem.Target.Weights, gradient).Cost;
                bool Solves(double[] plan) => TensorPrimitives.Dot<double>(gradient, plan) - least <= LinearTolerance * Math.Abs(least);
                return Solves(ours) && Solves(theirs) ? step : null;
            }

            before = ours;
        }

        return null;
    }

    private static double[] Gradient(GromovWassersteinProblem problem, double[] plan)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var left = new double[n * m];
        var result = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                TensorPrimitives.MultiplyAdd(plan.AsSpan(k * m, m), problem.Source.Cost[(i * n) + k], left.AsSpan(i * m, m), left.AsSpan(i * m, m));
            }

            for (var j = 0; j < m; j++)
            {
                result[(i * m) + j] = -4 * TensorPrimitives.Dot<double>(left.AsSpan(i * m, m), problem.Target.Cost.AsSpan(j * m, m));
            }
        }

        return result;
    }

    private static double[] Product(double[] p, double[] q) => [.. p.SelectMany(weight => q.Select(other => weight * other))];

    private static double[] Normal(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static double[] Weights(Random random, int count, bool equal)
    {
        double[] raw = [.. Enumerable.Range(0, count).Select(_ => equal ? 1 : 0.1 + random.NextDouble())];
        var sum = raw.Sum();
        return [.. raw.Select(w => w / sum)];
    }
}
