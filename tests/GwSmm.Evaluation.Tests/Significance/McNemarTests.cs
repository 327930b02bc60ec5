namespace GwSmm.Evaluation.Tests;

public class McNemarTests
{
    [Fact]
    public void P_values_equal_scipys_tails()
    {
        foreach (var golden in SignificanceGolden.Cases("mcNemar"))
        {
            var result = McNemar.FromCounts(golden.GetProperty("b").GetInt32(), golden.GetProperty("c").GetInt32());
            Assert.Equal(golden.Number("exact"), result.ExactPValue, 1e-10);
            Assert.Equal(golden.Number("mid"), result.MidPValue, 1e-10);
            Assert.Equal(golden.Number("chi"), result.ChiSquare, 1e-12);
            Assert.Equal(golden.Number("chiP"), result.ChiSquarePValue, 1e-10);
        }
    }

    [Fact]
    public void Only_responses_that_one_method_scores_right_count()
    {
        var result = McNemar.Compute([true, true, false, false, true], [true, false, true, false, false]);
        Assert.Equal((2, 1), (result.OnlyFirst, result.OnlySecond));
    }

    [Fact]
    public void Methods_that_never_disagree_do_not_differ() =>
        Assert.Equal(new McNemarResult(0, 0, 1, 1, 0, 1), McNemar.Compute([true, false], [true, false]));

    [Fact]
    public void Sizes_and_counts_are_checked()
    {
        Assert.Throws<ArgumentException>(() => McNemar.Compute([true], [true, false]));
        Assert.Throws<ArgumentException>(() => McNemar.Compute([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.FromCounts(-1, 2));
    }
}
