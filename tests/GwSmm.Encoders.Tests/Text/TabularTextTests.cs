namespace GwSmm.Encoders.Tests.Text;

public sealed class TabularTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("id\ttext\n1\tice\n2\tsalt\n")]
    [InlineData("id\ttext\r\n1\tice\r\n2\tsalt\r\n")]
    [InlineData("\uFEFFid\ttext\n1\tice\n2\tsalt")]
    [InlineData(" id \ttext\n1\tice\n2\tsalt\n\n\r\n")]
    [InlineData("id\ttext\n\"1\"\t\"ice\"\r\n2\tsalt")]
    public void Load_AcceptsLineEndsByteOrderMarkAndQuotes(string content)
    {
        var table = Load(content);

        Assert.Equal(["id", "text"], table.Columns, StringComparer.Ordinal);
        Assert.Equal(["1", "2"], table.Column("id"), StringComparer.Ordinal);
        Assert.Equal(["ice", "salt"], table.Column("text"), StringComparer.Ordinal);
        Assert.Equal(3, table.LineOf(1));
    }

    [Theory]
    [InlineData("\"Invasive\" means it", "\"Invasive\" means it")]
    [InlineData("\"Invasive\" is \"bad\"", "\"Invasive\" is \"bad\"")]
    [InlineData("a \"word\" inside", "a \"word\" inside")]
    [InlineData("5\" pipe", "5\" pipe")]
    [InlineData("\"one\ttab\"", "one\ttab")]
    [InlineData("\"she said \"\"no\"\"\"", "she said \"no\"")]
    [InlineData("\"\"", "")]
    [InlineData(" \"spaced\" ", " \"spaced\" ")]
    public void Load_Automatic_QuotesEncloseWholeFieldsOrAreText(string field, string expected) =>
        Assert.Equal([expected, "next"], Load($"text\n{field}\nnext\n").Column("text"), StringComparer.Ordinal);

    [Theory]
    [InlineData("\"open")]
    [InlineData("\"open \"\"no\"\" end")]
    [InlineData("\"\"\"")]
    [InlineData("\"a\nb\"")]
    public void Load_Automatic_NamesTheLineOfAQuoteThatIsNotClosed(string field) =>
        AssertError($"id\ttext\n1\tx\n2\t{field}\n3\ty\n", "line 3: field 2 begins with a quote that is not closed on its line");

    [Fact]
    public void Load_None_TakesQuotesForText() =>
        Assert.Equal(["\"open", "\"a\"", "\"\""], Load("text\n\"open\n\"a\"\n\"\"\n", TabularQuoting.None).Column("text"), StringComparer.Ordinal);

    [Fact]
    public void Load_Rfc4180_TakesLineBreaksInQuotes()
    {
        var table = Load("id\ttext\n1\t\"two\r\nlines \"\"x\"\"\"\n2\tb\n", TabularQuoting.Rfc4180);

        Assert.Equal(["two\r\nlines \"x\"", "b"], table.Column("text"), StringComparer.Ordinal);
        Assert.Equal([2, 4], [table.LineOf(0), table.LineOf(1)]);
    }

    [Fact]
    public void Load_Rfc4180_RefusesTextAfterTheClosingQuoteAndOpenQuotes()
    {
        AssertError("text\n\"a\nInvasive\" means\n", "line 3: text follows the closing quote of field 1", TabularQuoting.Rfc4180);
        AssertError("text\nx\n\"a\nb\n", "line 3: field 1 begins with a quote that is not closed.", TabularQuoting.Rfc4180);
    }

    [Fact]
    public void Load_TakesOtherSeparators()
    {
        var table = TabularText.Load(_directory.Write("a.csv", "id,text\n1,\"a, b\"\n"), new TabularOptions { Separator = ',' });

        Assert.Equal(["a, b"], table.Column("text"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty; expected a header line")]
    [InlineData("\n\n", "is empty; expected a header line")]
    [InlineData("id\ttext\tid\n", "line 1: the header has the column 'id' twice, as number 1 and 3")]
    [InlineData("id\t\ttext\n", "line 1: column 2 of the header has no name")]
    [InlineData("id\ttext\n1\ta\n2\ta\tb\n", "line 3: the row has 3 fields, the header 2")]
    [InlineData("id\ttext\n1\ta\n\n2\tb\n", "line 3: the row has 1 fields, the header 2")]
    public void Load_NamesWhatIsWrong(string content, string expected) => AssertError(content, expected);

    [Fact]
    public void Load_NamesTheLineThatIsNotUtf8()
    {
        var path = _directory.Write("a.tsv", [.. "text\na\nb"u8, 0xFF, .. "\nc\n"u8]);

        var error = Assert.Throws<GwSmmException>(() => TabularText.Load(path));

        Assert.Contains($"'{path}', line 3: it is not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesAMissingFile() =>
        Assert.Contains("none.tsv' cannot be read", Assert.Throws<GwSmmException>(() => TabularText.Load(_directory["none.tsv"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Column_NamesTheColumnsThatThereAre()
    {
        var table = Load("id\ttext\n");

        Assert.Contains("has no column 'label'. Its columns are: id, text.", Assert.Throws<GwSmmException>(() => table.Column("label")).Message, StringComparison.Ordinal);
        Assert.False(table.HasColumn("ID"));
        Assert.True(table.HasColumn("id"));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void TabularOptions_Defaults()
    {
        Assert.Equal('\t', new TabularOptions().Separator);
        Assert.Equal(TabularQuoting.Automatic, new TabularOptions().Quoting);
    }

    private TabularText Load(string content, TabularQuoting quoting = TabularQuoting.Automatic) =>
        TabularText.Load(_directory.Write("a.tsv", content), new TabularOptions { Quoting = quoting });

    private void AssertError(string content, string expected, TabularQuoting quoting = TabularQuoting.Automatic)
    {
        var error = Assert.Throws<GwSmmException>(() => Load(content, quoting));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("a.tsv", error.Message, StringComparison.Ordinal);
    }
}
