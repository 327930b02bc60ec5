namespace GwSmm.Evaluation.Tests;

public class RetentionTests
{
    [Fact]
    public void Ratios_means_and_the_worst_item_are_told()
    {
        var result = Retention.Compute(["A", "B", "C"], [0.9, 0.4, 0.5], [1.0, 0.5, 0.5]);
        Assert.Equal([0.9, 0.8, 1.0], result.Ratios);
        Assert.Equal(0.9, result.Mean, 1e-12);
        Assert.Equal(("B", 0), (result.WorstItem, result.Undefined));
        Assert.Equal(0.8, result.Worst);
        Assert.Equal(0.9, result.RatioOfMeans, 1e-12);
    }

    [Fact]
    public void An_item_without_a_positive_baseline_has_no_ratio()
    {
        var result = Retention.Compute(["A", "B"], [0.2, 0.5], [0.0, 0.5]);
        Assert.True(double.IsNaN(result.Ratios[0]));
        Assert.Equal((1.0, 1.0, "B", 1), (result.Mean, result.Worst, result.WorstItem, result.Undefined));
        Assert.Null(Retention.Compute(["A"], [0.2], [-0.1]).WorstItem);
    }

    [Fact]
    public void Sizes_and_numbers_are_checked()
    {
        Assert.Throws<ArgumentException>(() => Retention.Compute([], [], []));
        Assert.Contains("'A' has the value NaN", Assert.Throws<ArgumentException>(() => Retention.Compute(["A"], [double.NaN], [1])).Message, StringComparison.Ordinal);
    }
}
