using System.Buffers.Binary;
using System.Text;

namespace GwSmm.OptimalTransport.Tests;

public sealed class NpyMatrixTests : IDisposable
{
    private const string Good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("gw_cg_path10_sp_star10_sp", 10, 10)]
    [InlineData("gw_cg_directed", 12, 14)]
    public void Files_of_numpy_are_read_and_written_to_the_byte(string id, int rows, int columns)
    {
        var golden = GoldenData.PathOf($"gw/plans/{id}.npy");
        var copy = _directory.PathTo("copy.npy");

        var matrix = NpyMatrix.Read(golden);
        matrix.Write(copy);

        Assert.Equal((rows, columns), (matrix.Rows, matrix.Columns));
        Assert.Equal((rows, columns), NpyMatrix.ReadShape(golden));
        Assert.Equal(GoldenData.Plan(id, rows, columns), matrix.Values);
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(copy));
        Assert.Equal(["copy.npy"], _directory.Names());
    }

    [Theory]
    [InlineData(1, "<f8", "False")]
    [InlineData(2, "<f4", "False")]
    [InlineData(3, "<f2", "False")]
    [InlineData(1, "<f8", "True")]
    [InlineData(2, "<f2", "True")]
    public void Versions_types_and_orders_are_read(int version, string type, string fortran)
    {
        double[] stored = string.Equals(fortran, "True", StringComparison.Ordinal) ? [1, 4, -2, 5.5, 3, 6] : [1, -2, 3, 4, 5.5, 6];

        var matrix = NpyMatrix.Read(Write(Good.Replace("<f8", type, StringComparison.Ordinal).Replace("False", fortran, StringComparison.Ordinal), Bytes(stored, type[2] - '0'), version));

        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal([1, -2, 3, 4, 5.5, 6], matrix.Values);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", "Python objects", "pickle")]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (2, 3), }", "big-endian")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }", "type <i8", "expected <f8")]
    [InlineData("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (2, 3), }", "structured")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (6,), }", "shape (6,)", "expected 2")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), }", "3 dimensions")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "0 dimensions")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", "at least 1 row")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 3), }", "at most")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 2000000000), }", "at most")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000, 1000), }", "truncated")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", "longer than one array")]
    [InlineData("{'descr': '<f8', 'shape': (2, 3), }", "fortran_order")]
    [InlineData("", "without descr")]
    public void Other_arrays_are_refused(string header, params string[] words) => Refuses(Write(header, Bytes([1, 2, 3, 4, 5, 6], 8)), words);

    [Fact]
    public void Truncated_and_foreign_files_are_refused()
    {
        var whole = File.ReadAllBytes(Write(Good, Bytes([1, 2, 3, 4, 5, 6], 8)));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_directory.PathTo("cut.npy"), whole.AsSpan(0, length));
            Refuses(_directory.PathTo("cut.npy"));
        }

        Refuses(_directory.PathTo("no.npy"));
        File.WriteAllText(_directory.PathTo("text.npy"), "1,2,3\n4,5,6\n");
        Refuses(_directory.PathTo("text.npy"), "does not start as a .npy file");
        Refuses(Write(Good, [], version: 4), "version 4");
    }

    [Fact]
    public void A_long_header_is_refused_before_it_is_read()
    {
        var path = Write(Good, [], version: 2);
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), uint.MaxValue);
        File.WriteAllBytes(path, bytes);

        Refuses(path, "header of 4294967295 bytes");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_refused(double value) => Refuses(Write(Good, Bytes([1, 2, 3, 4, value, 6], 8)), "row 2, column 2");

    [Fact]
    public void A_place_that_cannot_be_written_is_named() =>
        Assert.Contains("no/x.npy", Assert.Throws<GwSmmException>(() => new NpyMatrix([1], 1, 1).Write(_directory.PathTo("no/x.npy"))).Message, StringComparison.Ordinal);

    private static void Refuses(string path, params string[] words)
    {
        var error = Assert.Throws<GwSmmException>(() => NpyMatrix.Read(path));
        Assert.All([Path.GetFileName(path), .. words], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static byte[] Bytes(double[] values, int size) => [.. values.SelectMany(value => size switch
    {
        8 => BitConverter.GetBytes(value),
        4 => BitConverter.GetBytes((float)value),
        _ => BitConverter.GetBytes((Half)value),
    })];

    private string Write(string header, byte[] values, int version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        var path = _directory.PathTo("a.npy");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. values]);
        return path;
    }
}
