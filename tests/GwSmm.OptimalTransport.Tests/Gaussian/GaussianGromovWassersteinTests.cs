using GwSmm.Numerics;

namespace GwSmm.OptimalTransport.Tests;

public class GaussianGromovWassersteinTests
{
    [Fact]
    public void The_reference_distance_is_met_from_covariances_and_from_features()
    {
        var (source, target) = (GoldenData.Array("cov_X60"), GoldenData.Array("cov_Y80"));
        var golden = RelaxedGolden.Number("gaussian_gw");

        Check.Close(golden, GaussianGromovWasserstein.Distance(source, target), 1e-12);
        Check.Close(golden * golden, GaussianGromovWasserstein.Value(Summary("X60"), Summary("Y80")), 1e-12);
        Assert.True(source.Zip(Summary("X60").Covariance, (a, b) => Math.Abs(a - b)).Max() < 1e-14);
    }

    [Fact]
    public void Missing_dimensions_have_no_variance_and_turning_changes_nothing()
    {
        Assert.Equal(0, GaussianGromovWasserstein.Value([2.0], [2.0, 0, 0, 0]), 14);
        Assert.Equal((4 * 9) + (8 * (1 + 4)), GaussianGromovWasserstein.Value([2.0], [2.0, 0, 0, 3]), 12);
        var (cos, sin) = (Math.Cos(0.7), Math.Sin(0.7));
        double[] turned = [(cos * cos * 5) + (sin * sin), cos * sin * 4, cos * sin * 4, (sin * sin * 5) + (cos * cos)];

        Assert.Equal(0, GaussianGromovWasserstein.Value([5.0, 0, 0, 1], turned), 12);
        Assert.Equal(
            GaussianGromovWasserstein.Value([1.0, 0, 0, 3], turned), GaussianGromovWasserstein.Value(turned, [1.0, 0, 0, 3]), 12);
    }

    [Fact]
    public void The_map_carries_mean_and_covariance_over()
    {
        var (source, target) = (Summary("Y80"), Summary("X60"));
        var (d, e) = (source.Mean.Length, target.Mean.Length);
        Assert.True(d >= e);

        var map = GaussianGromovWasserstein.Map(source, target);

        var image = map.Apply(source.Mean);
        Assert.All(Enumerable.Range(0, e), i => Assert.Equal(target.Mean[i], image[i], 12));
        var half = new double[e * d];
        var carried = new double[e * e];
        Gemm.Multiply(false, false, e, d, d, 1, map.Matrix, d, source.Covariance, d, 0, half, d);
        Gemm.Multiply(false, true, e, e, d, 1, half, d, map.Matrix, d, 0, carried, e);
        Assert.All(Enumerable.Range(0, e * e), k => Assert.Equal(target.Covariance[k], carried[k], 11));
    }

    [Fact]
    public void A_cloud_of_one_point_has_no_variance_and_its_map_is_constant()
    {
        var point = GaussianSummary.FromFeatures([1, 2], 1, 2);

        Assert.Equal([0.0, 0, 0, 0], point.Covariance);
        Assert.Equal(0, GaussianGromovWasserstein.Value(point, point));
        var map = GaussianGromovWasserstein.Map(point, Summary("X60"));
        Assert.All(map.Matrix, value => Assert.Equal(0, value));
        Assert.Equal(Summary("X60").Mean, map.Apply([7, 7]));
    }

    [Fact]
    public void Weights_count()
    {
        var weighted = GaussianSummary.FromFeatures([0, 6], 2, 1, [1 / 3.0, 2 / 3.0]);
        var repeated = GaussianSummary.FromFeatures([0, 6, 6], 3, 1);

        Assert.Equal(4, weighted.Mean[0], 12);
        Assert.Equal(repeated.Covariance[0], weighted.Covariance[0], 12);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Contains("no square matrix", Message([]), StringComparison.Ordinal);
        Assert.Contains("no square matrix", Message([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("holds NaN", Message([double.NaN]), StringComparison.Ordinal);
        Assert.Contains("row 2, column 1 is 0.5", Message([1, 0.4, 0.5, 1]), StringComparison.Ordinal);
        Assert.Contains("eigenvalue -1", Message([1, 0, 0, -1]), StringComparison.Ordinal);
        Assert.Throws<GwSmmException>(() => new GaussianSummary([], []));
        Assert.Throws<GwSmmException>(() => new GaussianSummary([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new GaussianSummary([0], [1, 0]));
        Assert.Throws<GwSmmException>(() => GaussianSummary.FromFeatures([], 0, 1));
        Assert.Throws<GwSmmException>(() => GaussianSummary.FromFeatures([double.PositiveInfinity], 1, 1));
        Assert.Throws<GwSmmException>(() => GaussianSummary.FromFeatures([1, 2], 2, 1, [0.5, 0.6]));
        Assert.Throws<ArgumentException>(() => GaussianSummary.FromFeatures([1, 2, 3], 2, 1));
        Assert.Throws<ArgumentException>(() => GaussianGromovWasserstein.Map(Summary("X60"), Summary("X60")).Apply([1]));
    }

    private static string Message(double[] covariance) => Assert.Throws<GwSmmException>(() => GaussianGromovWasserstein.Value(covariance, [1.0])).Message;

    private static GaussianSummary Summary(string name)
    {
        var matrix = MatrixCsv.Read(GoldenData.PathOf($"gw/data/{name}.csv"));
        return GaussianSummary.FromFeatures(matrix.Values, matrix.Rows, matrix.Columns);
    }
}
