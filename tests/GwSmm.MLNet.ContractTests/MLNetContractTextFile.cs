using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public sealed class MLNetContractTextFile : IDisposable
{
    private static readonly MLContext Ml = new(seed: 1);
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private FileRow[] Read(string content, bool quoting = false, bool header = true)
    {
        File.WriteAllText(_path, content);
        IDataView data = Ml.Data.LoadFromTextFile<FileRow>(_path, hasHeader: header, allowQuoting: quoting);
        return [.. Ml.Data.CreateEnumerable<FileRow>(data, reuseRowObject: false)];
    }

    [Fact]
    public void Columns_follow_the_class_and_take_the_fields_they_name()
    {
        File.WriteAllText(_path, "h\n");
        DataViewSchema schema = Ml.Data.LoadFromTextFile<FileRow>(_path, hasHeader: true).Schema;
        Assert.Equal(["Item: String", "Text: String", "Label: Single"], schema.Select(c => c.ToString()));
        FileRow row = Assert.Single(Read("item\tlabel\ttext\tmore\nQ1\t2\ta b\tz\n"));
        Assert.Equal(("Q1", "a b", 2f), (row.Item, row.Text, row.Label));
    }

    [Fact]
    public void A_header_is_skipped_only_when_told()
    {
        Assert.Single(Read("Q1\t1\tx\nQ2\t2\ty\n"));
        Assert.Equal(2, Read("Q1\t1\tx\nQ2\t2\ty\n", header: false).Length);
    }

    [Fact]
    public void Empty_lines_and_comments_are_skipped() =>
        Assert.Equal(["Q1", "#Q", "Q2"], Read("h\nQ1\t1\tx\n\n// said\t1\tx\n#Q\t1\tx\r\nQ2\t1\tx").Select(r => r.Item));

    [Fact]
    public void A_number_that_is_none_is_NaN_and_so_is_an_empty_one_zero()
    {
        FileRow[] rows = Read("h\nQ1\tabc\tx\nQ2\t\tx\nQ3\n");
        Assert.Equal([float.NaN, 0f, 0f], rows.Select(r => r.Label));
        Assert.Equal(["x", "x", ""], rows.Select(r => r.Text));
    }

    [Fact]
    public void Quotes_are_plain_characters_unless_quoting_is_allowed()
    {
        Assert.Equal("\"a\"\"b\"", Read("h\nQ1\t1\t\"a\"\"b\"\n")[0].Text);
        Assert.Equal("a\"b", Read("h\nQ1\t1\t\"a\"\"b\"\n", quoting: true)[0].Text);
        Assert.Equal("a\tb", Read("h\nQ1\t1\t\"a\tb\"\n", quoting: true)[0].Text);
        Assert.Equal("a \"b\"", Read("h\nQ1\t1\ta \"b\"\n", quoting: true)[0].Text);
    }

    [Fact]
    public void A_quote_that_is_not_closed_empties_the_field() =>
        Assert.Equal(["", "y"], Read("h\nQ1\t1\t\"x\nQ2\t1\ty\n", quoting: true).Select(r => r.Text));

    [Fact]
    public void Leading_spaces_go_and_trailing_ones_stay() =>
        Assert.Equal("x  y ", Read("h\nQ1\t1\t  x  y \n")[0].Text);

    [Fact]
    public void Options_choose_separators_and_columns()
    {
        File.WriteAllText(_path, "Q1,x,1.5,2\nQ2,y,3,4\n");
        IDataView data = Ml.Data.LoadFromTextFile(_path, new TextLoader.Options
        {
            Separators = [','],
            Columns = [new TextLoader.Column("Text", DataKind.String, 1), new TextLoader.Column("Numbers", DataKind.Single, 2, 3)],
        });
        Assert.Equal(["Text: String", "Numbers: Vector<Single, 2>"], data.Schema.Select(c => c.ToString()));
        Assert.Equal(["x", "y"], data.GetColumn<string>("Text"));
        Assert.Equal([[1.5f, 2f], [3f, 4f]], data.GetColumn<float[]>("Numbers"));
    }

    [Fact]
    public void A_member_without_field_or_a_missing_file_is_refused()
    {
        File.WriteAllText(_path, "Q1\n");
        Assert.Throws<InvalidOperationException>(() => Ml.Data.LoadFromTextFile<HalfFileRow>(_path));
        Assert.ThrowsAny<Exception>(() => Ml.Data.LoadFromTextFile<FileRow>(_path + ".none").GetColumn<string>("Item").ToList());
    }
}
