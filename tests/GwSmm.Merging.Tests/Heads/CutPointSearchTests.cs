using GwSmm.Evaluation;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class CutPointSearchTests
{
    [Fact]
    public void No_cut_points_have_a_larger_kappa()
    {
        for (var seed = 0UL; seed < 25; seed++)
        {
            var random = new DeterministicRandom(seed);
            double[] values = seed % 2 == 0 ? [0, 1, 2] : [0, 1, 4];
            int[] actual = [0, 2, .. Enumerable.Range(0, 10).Select(_ => random.Next(3))];
            double[] expected = [.. actual.Select(a => Math.Round(values[a] + random.NextGaussian(), 1))];
            var best = Kappa(expected, actual, values, CutPointSearch.MaximumKappa(expected, actual, values));
            double[] places = [double.MinValue, .. expected.Order().Select(e => e - 0.04), 100];
            foreach (var low in places)
            {
                foreach (var high in places.Where(place => place >= low))
                {
                    Assert.True(Kappa(expected, actual, values, [(float)low, (float)high]) <= best + 1e-9, $"seed {seed}: {low} {high}");
                }
            }
        }
    }

    [Fact]
    public void Scores_that_are_shrunk_to_the_middle_are_cut_where_they_part() =>
        Assert.Equal([1.0f, 1.4f], CutPointSearch.MaximumKappa([0.9, 0.9, 1.1, 1.3, 1.5], [0, 0, 1, 1, 2], [0, 1, 2]), (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void Only_one_class_leaves_the_midpoints() => Assert.Equal([0.5f, 2.5f], CutPointSearch.MaximumKappa([0.1, 0.2], [1, 1], [0, 1, 4]));

    [Fact]
    public void Classes_that_were_never_seen_are_never_predicted()
    {
        Assert.Equal([float.MinValue, 0.7f, 0.7f, 1.5f, float.MaxValue], CutPointSearch.Expand([0.7f, 1.5f], [false, true, false, true, true, false]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("Response 1 has the class 3", Assert.Throws<ArgumentException>(() => CutPointSearch.MaximumKappa([0], [3], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("score NaN", Assert.Throws<ArgumentException>(() => CutPointSearch.MaximumKappa([double.NaN], [0], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("[1, 1]", Assert.Throws<ArgumentException>(() => CutPointSearch.MaximumKappa([0], [0], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CutPointSearch.MaximumKappa([], [], [0, 1]));
    }

    private static double Kappa(double[] expected, int[] actual, double[] values, float[] cuts) =>
        QuadraticWeightedKappa.Compute(actual, [.. expected.Select(e => cuts.Count(cut => e >= cut))], values);
}
