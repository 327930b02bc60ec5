namespace GwSmm.OptimalTransport.Tests;

public sealed class DistanceMatrixTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gwsmm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Entries_are_found_by_position_and_name()
    {
        var matrix = new DistanceMatrix(["a", "b", "c"], [0, 1, 2, 1, 0, 3, 2, 3, 0]);

        Assert.Equal(3, matrix.Count);
        Assert.Equal(3, matrix[1, 2]);
        Assert.Equal(2, matrix["c", "a"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[-1, 0]);
        Assert.Contains("'d' is not in the distance matrix, which has a, b, c", Assert.Throws<GwSmmException>(() => matrix["d", "a"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_keeps_every_bit_and_is_numbered_from_one()
    {
        var path = Path.Combine(_folder, "d.csv");
        var matrix = new DistanceMatrix(["x", "y"], [0, 1.0 / 3, 1.0 / 3, 0]);

        matrix.WriteCsv(path);

        Assert.Equal("0,0.33333333333333331\n0.33333333333333331,0\n", File.ReadAllText(path));
        var read = DistanceMatrix.ReadCsv(path);
        Assert.Equal(["1", "2"], read.Names);
        Assert.Equal(matrix.Values, read.Values);
        Assert.Equal(["x", "y"], DistanceMatrix.ReadCsv(path, ["x", "y"]).Names);
    }

    [Fact]
    public void Rounding_noise_is_put_right()
    {
        var matrix = new DistanceMatrix(["a", "b", "c"], [1e-17, 5, 4, 5.000000001, -1e-16, -1e-12, 4, 0, 0]);

        Assert.Equal([0, 5.0000000005, 4, 5.0000000005, 0, 0, 4, 0, 0], matrix.Values);
    }

    [Theory]
    [InlineData("0,1\n", "1 rows and 2 columns; it must be square")]
    [InlineData("0,1\n2,0\n", "row 1 ('1'), column 2 ('2') is 1, but row 2, column 1 is 2; a distance matrix must be symmetric")]
    [InlineData("0,-1\n-1,0\n", "row 1 ('1'), column 2 ('2') is -1; distances must not be negative")]
    [InlineData("0,1\n-1,0\n", "row 2 ('2'), column 1 ('1') is -1; distances must not be negative")]
    [InlineData("0,1\n1,1\n", "row 2 ('2'), column 2 ('2') is 1; the distance of a thing to itself must be 0")]
    [InlineData("0,nan\nnan,0\n", "row 1, column 2 is 'nan'")]
    public void Bad_files_are_named_by_file_row_and_column(string text, string message)
    {
        var path = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(path, text);

        var error = Assert.Throws<GwSmmException>(() => DistanceMatrix.ReadCsv(path));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_names_are_refused()
    {
        var path = Path.Combine(_folder, "d.csv");
        File.WriteAllText(path, "0,1\n1,0\n");

        Assert.Contains("2 rows, but 3 names", Message(() => DistanceMatrix.ReadCsv(path, ["a", "b", "c"])), StringComparison.Ordinal);
        Assert.Contains("'a' names both row 1 and row 2", Message(() => DistanceMatrix.ReadCsv(path, ["a", "a"])), StringComparison.Ordinal);
        Assert.Contains("name 2 is empty", Message(() => DistanceMatrix.ReadCsv(path, ["a", " "])), StringComparison.Ordinal);
        Assert.Contains("has no names", Message(() => new DistanceMatrix([], [])), StringComparison.Ordinal);
        Assert.Contains("has 4 values; 3 names need 9", Message(() => new DistanceMatrix(["a", "b", "c"], [0, 1, 1, 0])), StringComparison.Ordinal);
        Assert.Contains("column 2 ('b') is Infinity", Message(() => new DistanceMatrix(["a", "b"], [0, double.PositiveInfinity, 1, 0])), StringComparison.Ordinal);
    }

    private static string Message(Func<DistanceMatrix> create) => Assert.Throws<GwSmmException>(create).Message;
}
