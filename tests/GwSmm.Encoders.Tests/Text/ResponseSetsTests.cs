namespace GwSmm.Encoders.Tests.Text;

public sealed class ResponseSetsTests : IDisposable
{
    private static readonly string[] TwoClasses = ["1", "0", "1", "0", "2", "1", "0", "1"];
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void FromTable_GroupsByItemInNumericOrderAndKeepsRows()
    {
        var sets = ResponseSets.FromTable(Read(Rows("10", TwoClasses) + Rows("9", TwoClasses) + Rows(" 10 ", ["10"])));

        Assert.Equal(["9", "10"], sets.Select(set => set.Item), StringComparer.Ordinal);
        Assert.Equal([8, 9], sets.Select(set => set.Count));
        Assert.Equal(["0", "1", "2", "10"], sets[1].Labels, StringComparer.Ordinal);
        Assert.Equal([1, 0, 1, 0, 2, 1, 0, 1, 3], sets[1].Classes);
        Assert.Equal("text 0 of 9", sets[0].Texts[0]);
    }

    [Fact]
    public void FromTable_NamesAnItemWithTooFewRows() =>
        AssertError(Rows("1", TwoClasses) + Rows("2", ["0", "1", "0", "1", "0", "1", "0"]), "item '2' has 7 rows (the first on line 10); training needs at least 8");

    [Fact]
    public void FromTable_NamesAnItemWithOneClass() =>
        AssertError(Rows("1", TwoClasses) + Rows("2", [.. Enumerable.Repeat("3", 9)]), "all 9 rows of item '2' have the label '3'");

    [Theory]
    [InlineData("1\t\t0\n", "line 10, item '1': the text in column 'text' is empty")]
    [InlineData("1\t \u00A0 \t0\n", "line 10, item '1': the text in column 'text' is empty")]
    [InlineData("1\tx\t\n", "line 10, item '1': the label in column 'label' is missing")]
    [InlineData("1\tx\t  \n", "line 10, item '1': the label in column 'label' is missing")]
    [InlineData(" \tx\t1\n", "line 10: the item in column 'item' is empty")]
    public void FromTable_NamesTheLineOfAnEmptyField(string row, string expected) => AssertError(Rows("1", TwoClasses) + row, expected);

    [Fact]
    public void FromTable_RefusesAHeaderWithoutRows() => AssertError(string.Empty, "has a header but no rows");

    [Fact]
    public void FromTable_WithoutLabelsLeavesThemOut()
    {
        var table = ResponseTable.FromTable(TabularText.Load(_directory.Write("a.tsv", "item\ttext\n1\tx\n")), "item", "text");

        Assert.Null(table.Labels);
        Assert.Equal([2], table.Lines);
        Assert.Throws<ArgumentException>(() => ResponseSets.FromTable(table));
    }

    [Fact]
    public void RequireKnown_NamesUnknownItemsAndLabels()
    {
        var table = Read("1\tx\t0\n2\ty\t7\n");

        table.RequireKnown(Classes(("1", ["0", "1"]), ("2", ["7"])));
        var item = Assert.Throws<GwSmmException>(() => table.RequireKnown(Classes(("10", ["0"]), ("1", ["0", "1"]))));
        var label = Assert.Throws<GwSmmException>(() => table.RequireKnown(Classes(("1", ["0", "1"]), ("2", ["0", "1"]))));

        Assert.Contains("line 3: the item '2' is unknown. The model scores: 1, 10.", item.Message, StringComparison.Ordinal);
        Assert.Contains("line 3, item '2': the label '7' does not occur in training. The item's labels are: 0, 1.", label.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, IReadOnlyList<string>> Classes(params (string Item, string[] Labels)[] items) =>
        items.ToDictionary(pair => pair.Item, pair => (IReadOnlyList<string>)pair.Labels, StringComparer.Ordinal);

    private static string Rows(string item, string[] labels) => string.Concat(labels.Select((label, i) => $"{item}\ttext {i} of {item}\t{label}\n"));

    private ResponseTable Read(string rows) => ResponseTable.FromTable(TabularText.Load(_directory.Write("a.tsv", "item\ttext\tlabel\n" + rows)), "item", "text", "label");

    private void AssertError(string rows, string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => ResponseSets.FromTable(Read(rows)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("a.tsv", error.Message, StringComparison.Ordinal);
    }
}
