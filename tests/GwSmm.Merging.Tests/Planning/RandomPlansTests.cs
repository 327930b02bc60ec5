namespace GwSmm.Merging.Tests;

public class RandomPlansTests
{
    private static readonly string[] Items = ["Q1", "Q2", "Q3", "Q4", "Q5"];

    [Fact]
    public void Plans_have_the_sizes_asked_for_and_every_item_once()
    {
        var plans = RandomPlans.Draw(Items, [2, 2, 1], 20, 7);
        Assert.Equal(20, plans.Count);
        Assert.All(plans, plan => Assert.Equal([2, 2, 1], RandomPlans.SizesOf(plan)));
        Assert.All(plans, plan => Assert.Equal(Items, plan.Items));
        Assert.True(plans.Select(MergePlanJson.FormatGroups).Distinct(StringComparer.Ordinal).Count() > 5);
    }

    [Fact]
    public void A_plan_depends_on_its_number_and_seed_only()
    {
        var many = RandomPlans.Draw(Items, [3, 2], 5, 7);
        var few = RandomPlans.Draw(Items.Reverse(), [3, 2], 2, 7);
        Assert.Equal(many.Take(2).Select(MergePlanJson.FormatGroups), few.Select(MergePlanJson.FormatGroups), StringComparer.Ordinal);
        Assert.NotEqual(many.Select(MergePlanJson.FormatGroups), RandomPlans.Draw(Items, [3, 2], 5, 8).Select(MergePlanJson.FormatGroups), StringComparer.Ordinal);
    }

    [Fact]
    public void Sizes_that_do_not_add_up_are_refused()
    {
        Assert.Contains("2 + 2 = 4, but there are 5", Assert.Throws<GwSmmException>(() => RandomPlans.Draw(Items, [2, 2], 1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<GwSmmException>(() => RandomPlans.Draw(Items, [5, 0], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomPlans.Draw(Items, [5], 0, 0));
    }
}
