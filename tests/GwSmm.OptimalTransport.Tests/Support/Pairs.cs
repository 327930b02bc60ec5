using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

/// <summary>Runs a check on random pairs of spaces of at most 13 points.</summary>
internal static class Pairs
{
    public static void ForAll(int count, Action<MetricMeasureSpace, MetricMeasureSpace, Random> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var metric = (CostMetric)random.Next(3);
            var uniform = random.Next(2) == 0;
            var n = random.Next(1, 14);
            var m = random.Next(2) == 0 ? n : random.Next(1, 14);
            check(Instances.Space(random, n, 3, metric, uniform), Instances.Space(random, m, 3, metric, uniform), random);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(23, 5), null)));
}
