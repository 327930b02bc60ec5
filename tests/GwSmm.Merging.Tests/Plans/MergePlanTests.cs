using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class MergePlanTests
{
    [Fact]
    public void GroupsAndMembers_AreAscendingByNumber()
    {
        var plan = new MergePlan([["10", "9"], ["2"], ["11", "1"]]);
        Assert.Equal("""{"groups":[["1","11"],["2"],["9","10"]]}""", MergePlanJson.FormatGroups(plan));
        Assert.Equal(["1", "2", "9", "10", "11"], plan.Items);
    }

    [Fact]
    public void GroupsAndMembers_AreOrdinalWhereANameIsNoInteger() =>
        Assert.Equal("""{"groups":[["10","9"],["Q2"]]}""", MergePlanJson.FormatGroups(new MergePlan([["Q2"], ["9", "10"]])));

    [Fact]
    public void Parse_ReadsWhatAPersonWrites()
    {
        var plan = MergePlanJson.Parse("{\n // my idea\n \"groups\": [[2, \"1\"], [3],], \"note\": {\"by\": \"me\"} }", "p.json");
        Assert.Equal("""{"groups":[["1","2"],["3"]]}""", MergePlanJson.FormatGroups(plan));
        Assert.Null(plan.Reason);
        Assert.Null(plan.Distances);
    }

    [Fact]
    public void SaveAndLoad_KeepEverything()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        try
        {
            var distances = new DistanceMatrix(["a\"b", "ü"], [0, 0.1, 0.1, 0]);
            new MergePlan([["ü", "a\"b"]], "they look alike", distances).Save(path);
            var plan = MergePlan.Load(path);
            Assert.Equal(["a\"b", "ü"], Assert.Single(plan.Groups));
            Assert.Equal("they look alike", plan.Reason);
            Assert.Equal(distances.Values, plan.Distances!.Values);
            Assert.Equal(distances.Names, plan.Distances.Names);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Format_IsWhatAPersonWouldWrite()
    {
        const string Expected = """
            {
              "groups": [
                ["1", "2"],
                ["3"]
              ],
              "reason": "both say \"cell\"",
              "distances": {
                "names": ["1", "2"],
                "values": [
                  [0, 0.25],
                  [0.25, 0]
                ]
              }
            }

            """;
        var plan = new MergePlan([["3"], ["2", "1"]], "both say \"cell\"", new DistanceMatrix(["1", "2"], [0, 0.25, 0.25, 0]));
        Assert.Equal(Expected, MergePlanJson.Format(plan));
    }

    [Theory]
    [InlineData("{}", "has no list 'groups'")]
    [InlineData("[]", "has no list 'groups'")]
    [InlineData("""{"groups": []}""", "has no groups")]
    [InlineData("""{"groups": [["1"], []]}""", "group 2 is empty")]
    [InlineData("""{"groups": ["1", "2"]}""", "group 1 is \"1\"; expected a list of item names")]
    [InlineData("""{"groups": [["1", null]]}""", "group 1 holds null")]
    [InlineData("""{"groups": [["1", " "]]}""", "group 1 has an item without a name")]
    [InlineData("""{"groups": [["1", "2"], ["3", "1"]]}""", "item '1' is in group 1 and again in group 2")]
    [InlineData("""{"groups": [["1", "1"]]}""", "item '1' is in group 1 and again in group 1")]
    [InlineData("{\"groups\": [[\"1\"],\n [\"2\"}", "line 2, column 6")]
    [InlineData("""{"groups": [["1"]], "groups": [["2"]]}""", "not valid JSON")]
    [InlineData("""{"groups": [["1","2"]], "distances": {"names": ["1","2"], "values": [[0,1],[1]]}}""", "the distances are not square")]
    [InlineData("""{"groups": [["1","2"]], "distances": {"names": ["1","2"]}}""", "'distances' cannot be read")]
    [InlineData("""{"groups": [["1","2"]], "distances": {"names": ["1","2"], "values": [[0,1],[2,0]]}}""", "must be symmetric")]
    public void Parse_RefusesWhatIsNoPlan(string json, string message) =>
        Assert.Contains(message, Assert.Throws<GwSmmException>(() => MergePlanJson.Parse(json, "plan.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_NamesTheFile()
    {
        var error = Assert.Throws<GwSmmException>(() => MergePlan.Load("/nowhere/plan.json"));
        Assert.StartsWith("Plan '/nowhere/plan.json' cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_RefusesUnknownItems()
    {
        var error = Assert.Throws<GwSmmException>(() => new MergePlan([["1", "7"], ["2"]]).Validate(["1", "2", "10"]));
        Assert.Equal("The plan names '7', but the items are '1', '2', '10'. Correct the names or remove them from the plan.", error.Message);
    }

    [Fact]
    public void Validate_RefusesMissingItemsUnlessTheyStayAlone()
    {
        var plan = new MergePlan([["1", "2"]], "mine");
        var error = Assert.Throws<GwSmmException>(() => plan.Validate(["1", "2", "3", "4"]));
        Assert.StartsWith("The plan does not name '3', '4'.", error.Message, StringComparison.Ordinal);
        var completed = plan.Validate(["1", "2", "3", "4"], missingStayAlone: true);
        Assert.Equal("""{"groups":[["1","2"],["3"],["4"]]}""", MergePlanJson.FormatGroups(completed));
        Assert.Equal("mine", completed.Reason);
        Assert.Same(plan, plan.Validate(["2", "1"]));
    }
}
