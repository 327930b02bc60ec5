namespace GwSmm.Merging.Tests;

public class ChatClientPlannerTests
{
    private const string Good = """{"groups": [["Q3", "Q1"], ["Q2"]], "reason": "both are about osmosis"}""";
    private static readonly ItemDescription[] Items = [new("Q1", "Why does the cell shrink?"), new("Q2", "Name two gases."), new("Q3", "What moves through the \"membrane\"?")];

    [Fact]
    public async Task A_valid_answer_becomes_a_plan()
    {
        using var client = new ScriptedChatClient(Good);
        var plan = await new ChatClientPlanner(client, new ChatPlannerOptions { Instructions = "Mind the grade." }).PlanAsync(Items);
        Assert.Equal([["Q1", "Q3"], ["Q2"]], plan.Groups);
        Assert.Equal("both are about osmosis", plan.Reason);
        var asked = Assert.Single(client.Asked);
        Assert.Contains("1 to 3 items. Mind the grade.", asked[0].Text, StringComparison.Ordinal);
        Assert.Equal(Items, System.Text.Json.JsonSerializer.Deserialize<ItemDescription[]>(asked[1].Text)!);
        Assert.Equal(0, client.Options[0]!.Temperature);
    }

    [Fact]
    public async Task Words_and_fences_round_the_answer_do_no_harm()
    {
        using var client = new ScriptedChatClient($"Here you are:\n```json\n{Good}\n```");
        Assert.Equal(2, (await new ChatClientPlanner(client).PlanAsync(Items)).Groups.Count);
    }

    [Theory]
    [InlineData("Sorry, I cannot.", "no JSON object")]
    [InlineData("{\"groups\": [[\"Q1\"", "no JSON object")]
    [InlineData("{\"groups\": [[\"Q1\"]}", "no JSON")]
    [InlineData("{\"plan\": []}", "no array \"groups\"")]
    [InlineData("{\"groups\": [[1, 2]]}", "expected an array of item names")]
    [InlineData("{\"groups\": []}", "group")]
    [InlineData("{\"groups\": [[\"Q1\", \"Q2\"]]}", "'Q3'")]
    [InlineData("{\"groups\": [[\"Q1\", \"Q2\"], [\"Q3\", \"Q9\"]]}", "'Q9'")]
    [InlineData("{\"groups\": [[\"Q1\", \"Q2\"], [\"Q3\", \"Q1\"]]}", "'Q1'")]
    [InlineData("{\"groups\": [[\"Q1\", \"Q2\", \"Q3\"]]}", "has 3 items; expected 1 to 2")]
    public async Task A_wrong_answer_is_sent_back_with_what_is_wrong(string wrong, string problem)
    {
        using var client = new ScriptedChatClient(wrong, Good);
        var plan = await new ChatClientPlanner(client, new ChatPlannerOptions { MaxGroupSize = 2 }).PlanAsync(Items);
        Assert.Equal(2, plan.Groups.Count);
        Assert.Equal(4, client.Asked[1].Count);
        Assert.Equal(wrong, client.Asked[1][2].Text);
        Assert.Contains(problem, client.Asked[1][3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_last_attempt_the_answers_are_refused()
    {
        using var client = new ScriptedChatClient("no");
        var error = await Assert.ThrowsAsync<GwSmmException>(() => new ChatClientPlanner(client, new ChatPlannerOptions { MaxAttempts = 2 }).PlanAsync(Items));
        Assert.Contains("no usable plan in 2 attempts", error.Message, StringComparison.Ordinal);
        Assert.Contains("no JSON object", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, client.Asked.Count);
    }

    [Fact]
    public async Task Cancelling_stops_the_planner()
    {
        using var source = new CancellationTokenSource();
        using var client = new ScriptedChatClient("no") { CancelWhenAsked = source };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ChatClientPlanner(client).PlanAsync(Items, source.Token));
        Assert.Empty(client.Asked);
    }

    [Fact]
    public async Task Items_without_description_or_twice_are_refused()
    {
        using var client = new ScriptedChatClient(Good);
        var planner = new ChatClientPlanner(client);
        Assert.Contains("'Q1' has no description", (await Assert.ThrowsAsync<GwSmmException>(() => planner.PlanAsync([new("Q1", " ")]))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<GwSmmException>(() => planner.PlanAsync([Items[0], Items[0]]));
        await Assert.ThrowsAsync<GwSmmException>(() => planner.PlanAsync([]));
        Assert.Empty(client.Asked);
    }

    [Fact]
    public void ChatPlannerOptions_Defaults()
    {
        var options = new ChatPlannerOptions();
        Assert.Equal((1, 3, 3, 0f, null), (options.MinGroupSize, options.MaxGroupSize, options.MaxAttempts, options.Temperature, options.Instructions));
        using var client = new ScriptedChatClient(Good);
        ChatPlannerOptions[] wrong = [new() { MinGroupSize = 0 }, new() { MaxGroupSize = 0 }, new() { MaxAttempts = 0 }, new() { Temperature = float.NaN }];
        Assert.All(wrong, option => Assert.StartsWith("The chat planner option ", Assert.Throws<GwSmmException>(() => new ChatClientPlanner(client, option)).Message, StringComparison.Ordinal));
    }
}
