namespace GwSmm.Merging.Tests;

public class ExhaustivePlansTests
{
    [Theory]
    [InlineData(1, 99, null, 877)]
    [InlineData(1, 2, null, 232)]
    [InlineData(2, 3, null, 105)]
    [InlineData(1, 99, 3, 301)]
    [InlineData(3, 4, 2, 35)]
    [InlineData(2, 2, null, 0)]
    public void As_many_plans_are_looked_at_as_are_counted(int min, int max, int? groups, int expected)
    {
        var options = new ExhaustivePlanOptions { MinGroupSize = min, MaxGroupSize = max, Groups = groups, Keep = 10_000 };
        Assert.Equal(expected, ExhaustivePlans.Count(7, options));
        if (expected == 0)
        {
            Assert.Contains("no plan", Assert.Throws<GwSmmException>(() => ExhaustivePlans.Rank(Names(7), _ => 0, options)).Message, StringComparison.Ordinal);
            return;
        }

        var plans = ExhaustivePlans.Rank(Names(7), _ => 0, options);
        Assert.Equal(expected, plans.Select(plan => MergePlanJson.FormatGroups(plan.Plan)).Distinct(StringComparer.Ordinal).Count());
        Assert.All(plans, plan => Assert.True(plan.Plan.Groups.All(group => group.Count >= min && group.Count <= max) && (groups is null || plan.Plan.Groups.Count == groups)));
    }

    [Fact]
    public void The_best_plan_comes_first()
    {
        // Neighbours in the alphabet belong together.
        static double Spread(IReadOnlyList<IReadOnlyList<string>> groups) => groups.Sum(group => group.Max(item => item[0]) - group.Min(item => item[0]));
        var ranked = ExhaustivePlans.Rank(["d", "a", "c", "b"], Spread, new ExhaustivePlanOptions { MinGroupSize = 2, MaxGroupSize = 2, Keep = 2 });
        Assert.Equal([["a", "b"], ["c", "d"]], ranked[0].Plan.Groups);
        Assert.Equal([2.0, 4.0], ranked.Select(plan => plan.Score));
    }

    [Fact]
    public void Too_many_plans_are_refused_with_their_number()
    {
        Assert.Equal("51724158235372", ExhaustivePlans.Count(20, new ExhaustivePlanOptions { MaxGroupSize = 20 }).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var error = Assert.Throws<GwSmmException>(() => ExhaustivePlans.Rank(Names(20), _ => 0, new ExhaustivePlanOptions { MaxGroupSize = 20 }));
        Assert.Contains("have 51724158235372 plans", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_of_NaN_and_an_item_twice_are_refused()
    {
        Assert.Contains("is NaN", Assert.Throws<GwSmmException>(() => ExhaustivePlans.Rank(Names(2), _ => double.NaN)).Message, StringComparison.Ordinal);
        Assert.Throws<GwSmmException>(() => ExhaustivePlans.Rank(["a", "a"], _ => 0));
    }

    [Fact]
    public void Cancelling_stops_the_search()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ExhaustivePlans.Rank(Names(3), _ => 0, null, source.Token));
    }

    [Fact]
    public void ExhaustivePlanOptions_Defaults()
    {
        var options = new ExhaustivePlanOptions();
        Assert.Equal((1, 3, null, 1_000_000, 10), (options.MinGroupSize, options.MaxGroupSize, options.Groups, options.MaxPlans, options.Keep));
        ExhaustivePlanOptions[] wrong = [new() { MinGroupSize = 0 }, new() { MinGroupSize = 4 }, new() { Groups = 0 }, new() { MaxPlans = 0 }, new() { Keep = 0 }];
        Assert.All(wrong, option => Assert.StartsWith("The plan option ", Assert.Throws<GwSmmException>(() => ExhaustivePlans.Count(3, option)).Message, StringComparison.Ordinal));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(i => "Q" + HeadCases.Name(i))];
}
