using System.Text;

namespace GwSmm.Cli.Tests;

public sealed class TsvReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Reads_fields_and_line_numbers()
    {
        var table = Read("Item\tText\r\nQ1\tone two\r\nQ2\t\r\n\r\n");

        Assert.Equal(["Item", "Text"], table.Columns);
        Assert.Equal([["Q1", "one two"], ["Q2", ""]], table.Rows);
        Assert.Equal([2, 3], table.Lines);
    }

    [Fact]
    public void Byte_order_mark_is_not_part_of_the_first_name() =>
        Assert.Equal("Item", Read("\uFEFFItem\tText\nQ1\tx\n").Columns[0]);

    [Theory]
    [InlineData("\"a \"\"b\"\" c\"", "a \"b\" c")]
    [InlineData("\"with\ttab\"", "with\ttab")]
    [InlineData("\"Invasive\" means \"bad\"", "\"Invasive\" means \"bad\"")]
    [InlineData("an inch (1\") long", "an inch (1\") long")]
    public void Quotation_marks(string field, string expected) =>
        Assert.Equal(expected, Read($"Item\tText\nQ1\t{field}\n").Rows[0][1]);

    [Theory]
    [InlineData("\"a \"b\" c\"")]
    [InlineData("a\tb")]
    [InlineData("plain")]
    [InlineData("\"")]
    public void Written_fields_are_read_back(string field)
    {
        using var text = new StringWriter();
        TsvWriter.WriteRow(text, ["Item", "Text"]);
        TsvWriter.WriteRow(text, ["Q1", field]);

        Assert.Equal(field, Read(text.ToString()).Rows[0][1]);
    }

    [Theory]
    [InlineData("Item\tText\nQ1\t\"never closed\n", "line 2", "'Text'", "never closed")]
    [InlineData("Item\tText\tItem\nQ1\tx\ty\n", "'Item' twice")]
    [InlineData("Item\t\nQ1\tx\n", "column 2 of the header has no name")]
    [InlineData("Item\tText\nQ1\tx\nQ1\n", "line 3 has 1 fields", "2 columns")]
    [InlineData("Item\tText\n", "no rows")]
    [InlineData("", "is empty")]
    public void Refuses(string text, params string[] words)
    {
        var error = Assert.Throws<GwSmmException>(() => Read(text));

        Assert.Contains("input.tsv", error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_invalid_utf8_and_names_the_line()
    {
        File.WriteAllBytes(_directory.PathTo("input.tsv"), [.. Encoding.UTF8.GetBytes("Item\tText\nQ1\tcaf"), 0xE9, .. Encoding.UTF8.GetBytes(" noir\n")]);

        var error = Assert.Throws<GwSmmException>(() => TsvReader.Read(_directory.PathTo("input.tsv")));

        Assert.Contains("input.tsv', line 2 is not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_missing_file() =>
        Assert.Contains("nowhere.tsv", Assert.Throws<GwSmmException>(() => TsvReader.Read(_directory.PathTo("nowhere.tsv"))).Message, StringComparison.Ordinal);

    private TsvTable Read(string text) => TsvReader.Read(_directory.Write("input.tsv", text));
}
