namespace GwSmm.Evaluation.Tests;

public class PairedTTestTests
{
    [Fact]
    public void Statistic_p_values_and_interval_equal_scipys()
    {
        foreach (var golden in SignificanceGolden.Cases("tTest"))
        {
            var (a, b) = (golden.Numbers("a"), golden.Numbers("b"));
            var result = PairedTTest.Compute(a, b, Alternative.TwoSided, 0.9);
            Assert.Equal(a.Length, result.Count);
            Assert.Equal(golden.Number("t"), result.T, 1e-9);
            Assert.Equal(golden.Number("low90"), result.Lower, 1e-8);
            Assert.Equal(golden.Number("high90"), result.Upper, 1e-8);
            Assert.Equal(golden.Number("two-sided"), result.PValue, 1e-10);
            Assert.Equal(golden.Number("less"), PairedTTest.Compute(a, b, Alternative.Less).PValue, 1e-10);
            Assert.Equal(golden.Number("greater"), PairedTTest.Compute(a, b, Alternative.Greater).PValue, 1e-10);
        }
    }

    [Fact]
    public void Differences_of_zero_are_not_significant()
    {
        var result = PairedTTest.Compute([0.1, 0.7, 0.7], [0.1, 0.7, 0.7]);
        Assert.Equal((0, 1, 0, 0), (result.T, result.PValue, result.Lower, result.Upper));
    }

    [Fact]
    public void One_and_the_same_difference_everywhere_is_certain()
    {
        var result = PairedTTest.Compute([1, 2, 3], [0, 1, 2]);
        Assert.Equal((double.PositiveInfinity, 0, 1, 1), (result.T, result.PValue, result.Lower, result.Upper));
        Assert.Equal(1, PairedTTest.Compute([1, 2, 3], [0, 1, 2], Alternative.Less).PValue);
    }

    [Fact]
    public void One_pair_is_refused()
    {
        var error = Assert.Throws<GwSmmException>(() => PairedTTest.Compute([1], [2]));
        Assert.Contains("1 pairs; it needs at least 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named()
    {
        var error = Assert.Throws<GwSmmException>(() => PairedTTest.Compute([1, double.NaN], [2, 3]));
        Assert.Contains("NaN and 3 as pair 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_and_coverage_are_checked()
    {
        Assert.Throws<ArgumentException>(() => PairedTTest.Compute([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedTTest.Compute([1, 2], [1, 3], confidence: 1));
    }
}
