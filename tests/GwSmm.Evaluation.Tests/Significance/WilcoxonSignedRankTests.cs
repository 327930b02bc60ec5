namespace GwSmm.Evaluation.Tests;

public class WilcoxonSignedRankTests
{
    [Fact]
    public void Rank_sums_and_p_values_equal_scipys()
    {
        foreach (var golden in SignificanceGolden.Cases("wilcoxon"))
        {
            var (a, b) = (golden.Numbers("a"), golden.Numbers("b"));
            var result = WilcoxonSignedRank.Compute(a, b);
            Assert.Equal(golden.GetProperty("exact").GetBoolean(), result.Exact);
            Assert.Equal(golden.GetProperty("count").GetInt32(), result.Count);
            Assert.Equal(golden.Number("positive"), result.PositiveRanks, 1e-9);
            Assert.Equal(result.Count * (result.Count + 1) / 2.0, result.PositiveRanks + result.NegativeRanks, 1e-9);
            Assert.Equal(golden.Number("two-sided"), result.PValue, 1e-10);
            Assert.Equal(golden.Number("less"), WilcoxonSignedRank.Compute(a, b, Alternative.Less).PValue, 1e-10);
            Assert.Equal(golden.Number("greater"), WilcoxonSignedRank.Compute(a, b, Alternative.Greater).PValue, 1e-10);
        }
    }

    [Fact]
    public void The_exact_distribution_is_that_of_all_sign_patterns()
    {
        double[] sizes = [1, 2, 3, 4, 5, 6, 7];
        var sums = Enumerable.Range(0, 1 << sizes.Length).Select(signs => sizes.Where((_, i) => (signs >> i & 1) == 1).Sum()).ToArray();
        for (var signs = 0; signs < 1 << sizes.Length; signs += 5)
        {
            double[] differences = [.. sizes.Select((size, i) => (signs >> i & 1) == 1 ? size : -size)];
            var result = WilcoxonSignedRank.Compute(differences, new double[sizes.Length], Alternative.Greater);
            Assert.Equal((double)sums.Count(sum => sum >= result.PositiveRanks) / sums.Length, result.PValue, 1e-12);
        }
    }

    [Fact]
    public void Differences_of_zero_are_not_significant()
    {
        Assert.Equal(new WilcoxonResult(0, 0, 0, true, 1), WilcoxonSignedRank.Compute([1, 2], [1, 2]));
    }

    [Fact]
    public void Nothing_and_values_that_are_not_finite_are_refused()
    {
        Assert.Contains("0 pairs", Assert.Throws<GwSmmException>(() => WilcoxonSignedRank.Compute([], [])).Message, StringComparison.Ordinal);
        Assert.Contains("pair 1", Assert.Throws<GwSmmException>(() => WilcoxonSignedRank.Compute([double.PositiveInfinity], [0])).Message, StringComparison.Ordinal);
    }
}
