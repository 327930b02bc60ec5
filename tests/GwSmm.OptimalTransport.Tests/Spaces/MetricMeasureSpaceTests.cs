namespace GwSmm.OptimalTransport.Tests;

public class MetricMeasureSpaceTests
{
    [Fact]
    public void Costs_that_do_not_fit_into_memory_are_refused_with_the_estimate()
    {
        MetricMeasureSpace.RequireMemory(1000, 8_000_000);

        var error = Assert.Throws<GwSmmException>(() => MetricMeasureSpace.RequireMemory(40_000, 2L << 30));

        Assert.Contains("40000 points would take 11.9 GiB; the process can have 2.0 GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_are_those_of_their_definitions()
    {
        double[] features = [3, 4, 0, 0, 0, 1, 6, 8, 0];

        Assert.Equal([0, Math.Sqrt(26), 5, Math.Sqrt(26), 0, Math.Sqrt(101), 5, Math.Sqrt(101), 0], Round(MetricMeasureSpace.FromFeatures(features, 3, 3).Cost));
        Assert.Equal([0, 26, 25, 26, 0, 101, 25, 101, 0], MetricMeasureSpace.FromFeatures(features, 3, 3, CostMetric.SquaredEuclidean).Cost);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0], MetricMeasureSpace.FromFeatures(features, 3, 3, CostMetric.Cosine).Cost);
    }

    [Fact]
    public void Features_give_the_costs_of_the_reference()
    {
        var golden = GoldenData.Array("E_X40");
        var points = MatrixCsv.Read(GoldenData.PathOf("gw/data/X40.csv"));

        var space = MetricMeasureSpace.FromFeatures(points.Values, points.Rows, points.Columns);

        var largest = space.Cost.Max();
        Assert.All(Enumerable.Range(0, golden.Length), k => Assert.InRange((space.Cost[k] / largest) - golden[k], -1e-15, 1e-15));
        Assert.True(space.IsSymmetric);
        Assert.Equal(GoldenData.Uniform(40), space.Weights);
        Assert.False(space.HasZeroWeights);
    }

    [Fact]
    public void Given_costs_may_be_asymmetric()
    {
        Assert.False(MetricMeasureSpace.FromCost([0, 1, 2, 0], 2).IsSymmetric);
        Assert.True(MetricMeasureSpace.FromCost([0, -1, -1, 0], 2).IsSymmetric);
        Assert.True(MetricMeasureSpace.FromCost([0, 1, 1, 0], 2, [1, 0]).HasZeroWeights);
    }

    [Fact]
    public void Bad_features_are_named_by_row_and_column()
    {
        Assert.Contains("row 2, column 1 is NaN", Message(() => MetricMeasureSpace.FromFeatures([1, 2, double.NaN, 3], 2, 2)), StringComparison.Ordinal);
        Assert.Contains("row 1, column 2 is Infinity", Message(() => MetricMeasureSpace.FromFeatures([1, double.PositiveInfinity], 1, 2)), StringComparison.Ordinal);
        Assert.Contains("has 0 points", Message(() => MetricMeasureSpace.FromFeatures([], 0, 2)), StringComparison.Ordinal);
        Assert.Contains("have 0 columns", Message(() => MetricMeasureSpace.FromFeatures([], 1, 0)), StringComparison.Ordinal);
        Assert.Contains("row 2 is all zeros", Message(() => MetricMeasureSpace.FromFeatures([1, 2, 0, 0], 2, 2, CostMetric.Cosine)), StringComparison.Ordinal);
        Assert.Contains("between points 1 and 2", Message(() => MetricMeasureSpace.FromFeatures([1e200, -1e200], 2, 1)), StringComparison.Ordinal);
        Assert.Contains("18 GiB", Message(() => MetricMeasureSpace.FromFeatures([], 49_000, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_costs_and_weights_are_named()
    {
        Assert.Contains("points 2 and 1 is NaN", Message(() => MetricMeasureSpace.FromCost([0, 1, double.NaN, 0], 2)), StringComparison.Ordinal);
        Assert.Contains("points 1 and 2 is -Infinity", Message(() => MetricMeasureSpace.FromCost([0, double.NegativeInfinity, 1, 0], 2)), StringComparison.Ordinal);
        Assert.Contains("Weight 2 is -0.5", Message(() => MetricMeasureSpace.FromCost([0, 1, 1, 0], 2, [1.5, -0.5])), StringComparison.Ordinal);
        Assert.Contains("Weight 1 is NaN", Message(() => MetricMeasureSpace.FromCost([0, 1, 1, 0], 2, [double.NaN, 1])), StringComparison.Ordinal);
        Assert.Contains("2 weights sum to 0.9", Message(() => MetricMeasureSpace.FromCost([0, 1, 1, 0], 2, [0.5, 0.4])), StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_programming_errors()
    {
        Assert.Throws<ArgumentException>(() => MetricMeasureSpace.FromFeatures([1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => MetricMeasureSpace.FromCost([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => MetricMeasureSpace.FromCost([0, 1, 1, 0], 2, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MetricMeasureSpace.FromFeatures([1, 2], 2, 1, (CostMetric)9));
    }

    private static double[] Round(double[] values) => [.. values.Select(v => Math.Abs(v - Math.Round(v)) < 1e-15 ? Math.Round(v) : v)];

    private static string Message(Func<MetricMeasureSpace> create) => Assert.Throws<GwSmmException>(create).Message;
}
