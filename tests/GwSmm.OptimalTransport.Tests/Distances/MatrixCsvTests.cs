namespace GwSmm.OptimalTransport.Tests;

public sealed class MatrixCsvTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gwsmm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_with_the_same_bits()
    {
        var path = Path.Combine(_folder, "m.csv");
        double[] values = [0.1, -2, 1e-7, 1.0 / 3, 1e200, 0];

        MatrixCsv.Write(path, new CsvMatrix(values, 2, 3));

        Assert.Equal("0.10000000000000001,-2,9.9999999999999995e-08\n0.33333333333333331,9.9999999999999997e+199,0\n", File.ReadAllText(path));
        var read = MatrixCsv.Read(path);
        Assert.Equal((2, 3), (read.Rows, read.Columns));
        Assert.Equal(values, read.Values);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Spaces_blank_last_lines_and_carriage_returns_are_no_trouble()
    {
        var path = WriteText("1, 2 ,3\r\n4,5,6e0\r\n\r\n");

        Assert.Equal([1, 2, 3, 4, 5, 6], MatrixCsv.Read(path).Values);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("1,2\n3\n", "row 2 has 1 fields; row 1 has 2")]
    [InlineData("1,2\n\n3,4\n", "row 2 has 1 fields; row 1 has 2")]
    [InlineData("a,b\n1,2\n", "row 1, column 1 is 'a'")]
    [InlineData("1,2\n3,\n", "row 2, column 2 is ''")]
    [InlineData("1,NaN\n", "row 1, column 2 is 'NaN'")]
    [InlineData("1,2\n3,-Infinity\n", "row 2, column 2 is '-Infinity'")]
    [InlineData("1,1e999\n", "row 1, column 2 is '1e999'")]
    public void Bad_content_is_named_by_file_row_and_column(string text, string message)
    {
        var path = WriteText(text);

        var error = Assert.Throws<GwSmmException>(() => MatrixCsv.Read(path));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_read_or_written_are_named()
    {
        var missing = Path.Combine(_folder, "no", "m.csv");

        Assert.Contains(missing, Assert.Throws<GwSmmException>(() => MatrixCsv.Read(missing)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<GwSmmException>(() => MatrixCsv.Write(missing, new CsvMatrix([1], 1, 1)));
        Assert.Contains($"Cannot write '{missing}'", error.Message, StringComparison.Ordinal);
    }

    private string WriteText(string text)
    {
        var path = Path.Combine(_folder, "input.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
