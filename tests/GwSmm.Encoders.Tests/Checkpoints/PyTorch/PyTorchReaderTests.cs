using System.IO.Compression;
using System.Runtime.InteropServices;

namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class PyTorchReaderTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoints");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Views_of_one_storage_are_read_each_by_its_strides()
    {
        var pickle = new Pickle().Op('}').Op('(')
            .Tensor("rows", "FloatStorage", "0", 7, 1, [2, 3], [3, 1])
            .Tensor("columns", "FloatStorage", "0", 7, 1, [3, 2], [1, 3])
            .Tensor("gaps", "FloatStorage", "0", 7, 0, [2, 1, 2], [4, 9, 2])
            .Tensor("repeated", "FloatStorage", "0", 7, 6, [3], [0])
            .Tensor("scalar", "FloatStorage", "0", 7, 5, [], [])
            .Tensor("none", "FloatStorage", "0", 7, 7, [0, 3], [3, 1])
            .Op('u').Op('.');
        float[] values = [0, 1, 2, 3, 4, 5, 6];
        using var reader = Open(Pickle.Zip(pickle.ToArray(), ("data/0", MemoryMarshal.AsBytes(values.AsSpan()).ToArray())));

        Assert.Equal([1f, 2, 3, 4, 5, 6], reader.Read("rows").Data);
        Assert.Equal([1f, 4, 2, 5, 3, 6], reader.Read("columns").Data);
        Assert.Equal([0f, 2, 4, 6], reader.Read("gaps").Data);
        Assert.Equal([6f, 6, 6], reader.Read("repeated").Data);
        Assert.Equal([5f], reader.Read("scalar", "other").Data);
        Assert.Equal("other", reader.Read("scalar", "other").Name);
        Assert.Empty(reader.Read("none").Data);
        Assert.Equal([2, 1, 2], reader.Shape("gaps"));
    }

    [Theory]
    [InlineData("FloatStorage", new byte[] { 0, 0, 192, 63, 0, 0, 0, 192 })]
    [InlineData("HalfStorage", new byte[] { 0, 62, 0, 192 })]
    [InlineData("BFloat16Storage", new byte[] { 192, 63, 0, 192 })]
    [InlineData("DoubleStorage", new byte[] { 0, 0, 0, 0, 0, 0, 248, 63, 0, 0, 0, 0, 0, 0, 0, 192 })]
    public void Values_of_any_width_become_single_precision(string type, byte[] bytes)
    {
        using var reader = Open(Pickle.Zip(One(type, 2), ("data/0", bytes)));

        Assert.Equal([1.5f, -2f], reader.Read("a").Data);
    }

    [Fact]
    public void Integers_are_listed_but_not_converted()
    {
        using var reader = Open(Pickle.Zip(One("LongStorage", 2), ("data/0", new byte[16])));

        Assert.Equal(["a"], reader.Names, StringComparer.Ordinal);
        Assert.Contains("has the tensor 'a' in I64; expected F32", Assert.Throws<GwSmmException>(() => reader.Read("a")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "data/0", "of 8 bytes (8 compressed); the tensor 'a' needs 12 uncompressed")]
    [InlineData(16, "data/0", "of 16 bytes")]
    [InlineData(12, "data/1", "lacks the entry 'data/0' of the tensor 'a'")]
    public void Storages_must_be_as_long_as_they_say(int bytes, string entry, string expected) =>
        AssertError(Pickle.Zip(One("FloatStorage", 3), (entry, new byte[bytes])), expected);

    [Fact]
    public void Compressed_entries_are_refused() =>
        AssertError(Pickle.Zip(CompressionLevel.Optimal, One("FloatStorage", 3), ("data/0", new byte[12])), "compressed)");

    [Fact]
    public void A_zip_without_pickle_or_with_two_is_refused()
    {
        AssertError(Pickle.Zip([], ("data.pkl", [])), "has 2 entries FOLDER/data.pkl; expected one");
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("word/document.xml");
        }

        AssertError(stream.ToArray(), "has 0 entries FOLDER/data.pkl");
    }

    [Fact]
    public void A_pickle_of_more_than_4_MiB_is_refused() => AssertError(Pickle.Zip(new byte[(1 << 22) + 1]), "at most 4194304 bytes");

    [Fact]
    public void Big_endian_values_are_refused() =>
        AssertError(Pickle.Zip(One("FloatStorage", 1), ("data/0", new byte[4]), ("byteorder", "big"u8.ToArray())), "not little-endian");

    [Fact]
    public void The_format_before_1_6_is_refused()
    {
        var error = Assert.Throws<GwSmmException>(() => PyTorchReader.Open(Path.Combine(Folder, "legacy.bin")));

        Assert.Contains("format of PyTorch before 1.6, which is not read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(3000)]
    [InlineData(31_000)]
    public void A_truncated_file_is_refused(int length)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "roberta", "pytorch_model.bin"));

        var error = Assert.Throws<GwSmmException>(() => Open(bytes[..length]));

        Assert.Contains("truncated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_text_and_a_missing_file_are_named()
    {
        AssertError("<html>"u8.ToArray(), "is no zip, as files of PyTorch are");
        Assert.Contains("cannot be read", Assert.Throws<GwSmmException>(() => PyTorchReader.Open(_directory["none.bin"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_gives_a_message_and_nothing_else()
    {
        var good = File.ReadAllBytes(Path.Combine(Folder, "distilbert", "pytorch_model.bin"));
        var random = new Numerics.DeterministicRandom(4);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])good.Clone();

            // Half of the damage goes into pickle and directory.
            var place = round % 2 == 0 ? random.NextUInt64() % (ulong)bytes.Length : (ulong)bytes.Length - 1 - (random.NextUInt64() % 4000);
            bytes[(int)place] ^= (byte)(1 + (random.NextUInt64() % 255));
            try
            {
                using var reader = Open(bytes);
                foreach (var name in reader.Names)
                {
                    reader.Read(name);
                }
            }
            catch (GwSmmException exception)
            {
                Assert.Contains(_directory.FullName, exception.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] One(string type, int count) => new Pickle().Op('}').Op('(').Tensor("a", type, "0", count, 0, [count], [1]).Op('u').Op('.').ToArray();

    private PyTorchReader Open(byte[] file) => PyTorchReader.Open(_directory.Write("x.bin", file));

    private void AssertError(byte[] file, string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => Open(file));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, error.Message, StringComparison.Ordinal);
    }
}
