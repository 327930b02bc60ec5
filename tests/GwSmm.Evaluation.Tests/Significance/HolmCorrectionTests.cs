namespace GwSmm.Evaluation.Tests;

public class HolmCorrectionTests
{
    [Fact]
    public void Corrected_values_equal_the_rule_written_out()
    {
        foreach (var golden in SignificanceGolden.Cases("holm"))
        {
            Assert.All(golden.Numbers("adjusted").Zip(HolmCorrection.Adjust(golden.Numbers("p"))), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }
    }

    [Fact]
    public void No_tests_need_no_correction() => Assert.Empty(HolmCorrection.Adjust([]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_p_value_out_of_range_is_named(double value) =>
        Assert.Contains("position 1", Assert.Throws<ArgumentException>(() => HolmCorrection.Adjust([0.5, value])).Message, StringComparison.Ordinal);
}
