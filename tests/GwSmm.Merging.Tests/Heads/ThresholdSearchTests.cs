using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class ThresholdSearchTests
{
    [Fact]
    public void No_threshold_has_a_larger_F1()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            var random = new DeterministicRandom(seed);
            double[] probabilities = [.. Enumerable.Range(0, 25).Select(_ => (double)random.Next(40) / 40)];
            bool[] actual = [.. probabilities.Select(p => random.NextDouble() < 0.6 * p)];
            actual[0] = true;
            var best = F1(probabilities, actual, ThresholdSearch.MaximumF1(probabilities, actual));
            for (var t = 1; t < 160; t++)
            {
                Assert.True(F1(probabilities, actual, t / 160f) <= best + 1e-12, $"seed {seed}, threshold {t / 160f}");
            }
        }
    }

    [Fact]
    public void A_half_is_kept_where_it_is_as_good_as_any() => Assert.Equal(0.5f, ThresholdSearch.MaximumF1([0.1, 0.2, 0.8, 0.9], [false, false, true, true]));

    [Fact]
    public void A_rare_label_gets_a_lower_threshold() => Assert.Equal(0.3f, ThresholdSearch.MaximumF1([0.1, 0.2, 0.4, 0.45], [false, false, true, true]), 1e-6f);

    [Fact]
    public void A_label_that_never_occurs_keeps_a_half() => Assert.Equal(0.5f, ThresholdSearch.MaximumF1([0.1, 0.2], [false, false]));

    [Fact]
    public void A_threshold_stays_inside_zero_and_one() => Assert.InRange(ThresholdSearch.MaximumF1([0, 0], [true, true]), 1e-7f, 1);

    [Fact]
    public void Bad_probabilities_are_named()
    {
        Assert.Contains("position 1 is NaN", Assert.Throws<ArgumentException>(() => ThresholdSearch.MaximumF1([0, double.NaN], [true, true])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ThresholdSearch.MaximumF1([0.5], []));
    }

    private static double F1(double[] probabilities, bool[] actual, float threshold)
    {
        var hits = probabilities.Zip(actual).Count(pair => pair.First >= threshold && pair.Second);
        return 2.0 * hits / (probabilities.Count(p => p >= threshold) + actual.Count(a => a));
    }
}
