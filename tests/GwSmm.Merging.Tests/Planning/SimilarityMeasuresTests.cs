using GwSmm.Encoders;
using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class SimilarityMeasuresTests
{
    private static readonly BaseEncoder Origin = TinyModels.Base();
    private static readonly ScoringModel[] Models = [TinyModels.Model("1", Origin), TinyModels.Model("2", Origin), TinyModels.Model("3", Origin, change: 0.2f)];

    [Fact]
    public void Alignment_equals_the_definition_by_centred_kernels()
    {
        var random = new DeterministicRandom(4);
        var (x, y) = (Draw(random, 12 * 3), Draw(random, 12 * 5));
        Assert.Equal(Naive(x, 3, y, 5, 12), LinearCka.Compute(x, y, 12), 1e-10);
    }

    [Fact]
    public void Alignment_does_not_see_rotation_scale_and_shift()
    {
        var x = Draw(new DeterministicRandom(5), 20 * 2);
        var turned = new float[x.Length];
        for (var i = 0; i < 20; i++)
        {
            turned[2 * i] = 3 * ((0.6f * x[2 * i]) - (0.8f * x[(2 * i) + 1])) + 7;
            turned[(2 * i) + 1] = 3 * ((0.8f * x[2 * i]) + (0.6f * x[(2 * i) + 1])) - 1;
        }

        Assert.Equal(1, LinearCka.Compute(x, turned, 20), 1e-6);
    }

    [Fact]
    public void Alignment_of_what_does_not_vary_is_told()
    {
        Assert.Equal(0, LinearCka.Compute([1, 1, 1], [1, 2, 3], 3));
        Assert.Equal(1, LinearCka.Compute([1, 1, 1], [2, 2, 2], 3));
        Assert.Contains("Feature 1 of text 2 is NaN", Assert.Throws<GwSmmException>(() => LinearCka.Compute([1, float.NaN], [1, 2], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LinearCka.Compute([1, 2, 3], [1, 2], 2));
        Assert.Contains("1 texts", Assert.Throws<GwSmmException>(() => LinearCka.Distances(Models, ["salt"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_moved_farther_is_less_aligned_and_groups_apart()
    {
        var distances = LinearCka.Distances(Models, TinyModels.Responses("1").Texts, 1);
        Assert.True(distances["1", "2"] < distances["1", "3"]);
        Assert.Equal([["1", "2"], ["3"]], ItemGrouping.NearestGroups(distances, 2).Groups);
        Assert.Equal(distances.Values, LinearCka.Distances(Models, TinyModels.Responses("1").Texts, 2).Values);
    }

    [Fact]
    public void Task_vectors_have_the_norms_and_angles_of_their_definition()
    {
        var geometry = TaskVectorGeometry.Compute(Models, Origin);
        double[][] vectors = [.. Models.Select(Vector)];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Math.Sqrt(Dot(vectors[i], vectors[i])), geometry.Norms[i], 1e-9);
            Assert.Equal(Dot(vectors[0], vectors[i]) / (geometry.Norms[0] * geometry.Norms[i]), geometry.Cosine("1", Models[i].Item), 1e-9);
        }

        Assert.Equal(1 - geometry.Cosine("1", "2"), geometry.CosineDistances()["1", "2"]);
        Assert.Contains("item '9'", Assert.Throws<GwSmmException>(() => geometry.Cosine("9", "1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Displacement_is_what_averaging_undoes()
    {
        var geometry = TaskVectorGeometry.Compute(Models, Origin);
        double[][] vectors = [.. Models.Select(Vector)];
        double[] mean = [.. Enumerable.Range(0, vectors[0].Length).Select(k => vectors.Average(vector => vector[k]))];
        var expected = vectors.Average(vector => vector.Zip(mean, (a, b) => (a - b) * (a - b)).Sum() / Dot(vector, vector));
        Assert.Equal(expected, geometry.Displacement(["1", "2", "3"]), 1e-9);
        Assert.Equal(0, geometry.Displacement(["1"]));
    }

    [Fact]
    public void An_unchanged_model_has_no_direction()
    {
        var still = new ScoringModel("0", Origin.Config, Origin.Weights, Origin.Vocabulary, Origin.LowerCase, TinyModels.Features, Models[0].Head, Origin.Hash);
        var geometry = TaskVectorGeometry.Compute([still, Models[0]], Origin);
        Assert.Equal((0, 0), (geometry.Norms[0], geometry.Cosine("0", "1")));
        Assert.Equal(0.25, geometry.Displacement(["0", "1"]), 1e-9);
    }

    [Fact]
    public void Risk_is_the_weighted_mean_of_what_is_known()
    {
        var geometry = TaskVectorGeometry.Compute(Models, Origin);
        var gw = new DistanceMatrix(["1", "2", "3"], [0, 1, 2, 1, 0, 4, 2, 4, 0]);
        var cka = new DistanceMatrix(["1", "2", "3"], [0, 0.1, 0.3, 0.1, 0, 0.5, 0.3, 0.5, 0]);
        Assert.Equal(0.25, new MergeRisk(gw).OfGroup(["1", "2"]));
        Assert.Equal((0.25 + 0.1) / 2, new MergeRisk(gw, cka).OfGroup(["1", "2"]), 1e-12);
        Assert.Equal(geometry.Displacement(["1", "2"]), new MergeRisk(null, null, geometry).OfGroup(["1", "2"]), 1e-12);
        var risk = new MergeRisk(gw, cka, geometry, new MergeRiskOptions { Displacement = 2, Cka = 0 });
        Assert.Equal(((2 * geometry.Displacement(["1", "3"])) + 0.5) / 3, risk.OfGroup(["1", "3"]), 1e-12);
        Assert.Equal(2 * risk.OfGroup(["1", "3"]) / 3, risk.OfPlan([["1", "3"], ["2"]]), 1e-12);
        Assert.Equal(["1", "2"], ExhaustivePlans.Rank(gw.Names, new MergeRisk(gw).OfPlan, new ExhaustivePlanOptions { Groups = 2 })[0].Plan.Groups[0]);
    }

    [Fact]
    public void Risk_needs_something_to_go_by()
    {
        Assert.Contains("nothing to go by", Assert.Throws<GwSmmException>(() => new MergeRisk(null)).Message, StringComparison.Ordinal);
        var gw = new DistanceMatrix(["1", "2"], [0, 1, 1, 0]);
        Assert.Contains("Cka is -1", Assert.Throws<GwSmmException>(() => new MergeRisk(gw, null, null, new MergeRiskOptions { Cka = -1 })).Message, StringComparison.Ordinal);
        Assert.Equal(0, new MergeRisk(gw).OfGroup(["1"]));
    }

    [Fact]
    public void MergeRiskOptions_Defaults()
    {
        var options = new MergeRiskOptions();
        Assert.Equal((1, 1, 1), (options.Displacement, options.Cka, options.GromovWasserstein));
    }

    private static float[] Draw(DeterministicRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];

    private static double[] Vector(ScoringModel model) =>
        [.. Origin.Weights.Tensors.SelectMany(tensor => tensor.Data.Select((value, i) => (double)model.Weights[tensor.Name].Data[i] - value))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    // HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)) with K = XX' and L = YY', centred on both sides.
    private static double Naive(float[] x, int dx, float[] y, int dy, int n)
    {
        var (k, l) = (Kernel(x, dx, n), Kernel(y, dy, n));
        return Dot(k, l) / Math.Sqrt(Dot(k, k) * Dot(l, l));
    }

    private static double[] Kernel(float[] x, int d, int n)
    {
        double K(int i, int j) => Enumerable.Range(0, d).Sum(c => (double)x[(i * d) + c] * x[(j * d) + c]);
        double[] rows = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Average(j => K(i, j)))];
        var all = rows.Average();
        return [.. Enumerable.Range(0, n * n).Select(p => K(p / n, p % n) - rows[p / n] - rows[p % n] + all)];
    }
}
