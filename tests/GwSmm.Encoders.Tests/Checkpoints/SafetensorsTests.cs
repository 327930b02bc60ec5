using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void A_header_of_no_bytes_is_refused(int length)
    {
        using var directory = new TemporaryDirectory();

        var error = Assert.Throws<GwSmmException>(() => SafetensorsReader.Open(directory.Write("x.safetensors", new byte[length])));

        Assert.Contains("not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThenRead_KeepsNamesShapesValuesAndMetadata()
    {
        var path = _directory["a.safetensors"];
        Tensor[] tensors =
        [
            new("zeta", [2, 3], [1, -2, float.MaxValue, float.Epsilon, -0f, 1f / 3]),
            new("scalar \"ü\\", [], [7]),
            new("empty", [0, 4], []),
        ];

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt", ["note"] = "ä\n" });
        using var reader = SafetensorsReader.Open(path);

        Assert.Equal(["empty", "scalar \"ü\\", "zeta"], reader.Entries.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("ä\n", reader.Metadata["note"]);
        foreach (var tensor in tensors)
        {
            var actual = reader.Read(tensor.Name);
            Assert.Equal(tensor.Shape, actual.Shape);
            Assert.Equal(tensor.Data.Select(BitConverter.SingleToInt32Bits), actual.Data.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Write_AlignsValuesSortsTensorsAndLeavesNoOtherFile()
    {
        var path = _directory["a.safetensors"];
        SafetensorsWriter.Write(path, [new Tensor("b", [1], [2]), new Tensor("a", [1], [1])]);

        var bytes = File.ReadAllBytes(path);
        var header = Encoding.UTF8.GetString(bytes, 8, bytes.Length - 16);

        Assert.Equal(0, (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8);
        Assert.Equal("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", header.TrimEnd(' '));
        Assert.Equal(1f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(bytes.Length - 8)));
        Assert.Single(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Write_RefusesANameTwice() =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_directory["a"], [new Tensor("a", [1], [1]), new Tensor("a", [1], [1])]));

    [Fact]
    public void Write_ThatFailsLeavesTheOldFile()
    {
        var path = _directory.Write("a.safetensors", "old");

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new Tensor("__metadata__", [1], [1])]));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Write_NamesAPathThatCannotBeWritten()
    {
        _directory.Write("file", "x");

        var error = Assert.Throws<GwSmmException>(() => SafetensorsWriter.Write(Path.Combine(_directory["file"], "a.safetensors"), []));

        Assert.Contains("a.safetensors' cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ConvertsHalfBrainAndDouble()
    {
        var path = Raw(
            """{"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[6,12]},"d":{"dtype":"F64","shape":[2],"data_offsets":[12,28]}}""",
            [0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x80, 0x3F, 0x00, 0xC0, 0x01, 0x00, .. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-3.0)]);
        using var reader = SafetensorsReader.Open(path);

        Assert.Equal([1f, -2f, 65504f], reader.Read("h").Data);
        Assert.Equal([1f, -2f, BitConverter.Int32BitsToSingle(0x10000)], reader.Read("b").Data);
        Assert.Equal([0.1f, -3f], reader.Read("d").Data);
    }

    [Fact]
    public void Read_ConvertsAcrossWindows()
    {
        // More than the 4 MiB that are converted at once.
        var values = Enumerable.Range(0, 2_500_000).Select(i => (Half)(i % 1000)).ToArray();
        var path = Raw("""{"h":{"dtype":"F16","shape":[2500,1000],"data_offsets":[0,5000000]}}""", MemoryMarshal.AsBytes<Half>(values).ToArray());
        using var reader = SafetensorsReader.Open(path);

        var tensor = reader.Read("h", "renamed");

        Assert.Equal("renamed", tensor.Name);
        Assert.True(tensor.Data.AsSpan().SequenceEqual(Array.ConvertAll(values, value => (float)value)));
    }

    [Fact]
    public void Read_CopiesAcrossWindows()
    {
        var values = Enumerable.Range(0, 1_250_000).Select(i => (float)i).ToArray();
        var path = Raw("""{"f":{"dtype":"F32","shape":[1250000],"data_offsets":[0,5000000]}}""", MemoryMarshal.AsBytes<float>(values).ToArray());
        using var reader = SafetensorsReader.Open(path);

        Assert.True(reader.Read("f").Data.AsSpan().SequenceEqual(values));
    }

    [Fact]
    public void Read_RefusesIntegersAndUnknownNames()
    {
        using var reader = SafetensorsReader.Open(Raw("""{"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", new byte[8]));

        Assert.Contains("'ids' has the dtype I64; expected F32, F16, BF16 or F64", Assert.Throws<GwSmmException>(() => reader.Read("ids")).Message, StringComparison.Ordinal);
        Assert.Contains("has no tensor 'x'", Assert.Throws<GwSmmException>(() => reader.Read("x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype 'F31'")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "unknown dtype '32'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "lacks dtype, shape or data_offsets")]
    [InlineData("""{"a":[1]}""", "lacks dtype, shape or data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "no list of up to 8 sizes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "no list of up to 8 sizes")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "no list of up to 8 sizes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "no list of up to 8 sizes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,0,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "occupies 8 bytes, but F32 [3] needs 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "not [begin, end]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""", "not [begin, end]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "not [begin, end]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "ends at byte 16 of the data, but there are only 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 unused bytes stand after the last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "4 unused bytes stand before the tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' and 'b' overlap")]
    [InlineData("{}", "8 unused bytes")]
    [InlineData("""{"__metadata__":{"format":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'format', which is no text")]
    [InlineData("""{"__metadata__":"pt","a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'__metadata__' is no JSON object")]
    [InlineData("""{"a":{"dtype":"\uD800","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    public void Open_RefusesHeadersThatContradictTheFile(string header, string expected)
    {
        var path = Raw(header, new byte[8]);

        var error = Assert.Throws<GwSmmException>(() => SafetensorsReader.Open(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 }, "has 3 bytes; a safetensors file has at least 8")]
    [InlineData(new byte[0], "has 0 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "would have 18446744073709551615 bytes, more than the 100000000")]
    [InlineData(new byte[] { 1, 225, 245, 5, 0, 0, 0, 0, 1 }, "would have 100000001 bytes, more than")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 1 }, "would have 9 bytes, but only 1 follow")]
    public void Open_ChecksTheLengthBeforeAnythingElse(byte[] content, string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => SafetensorsReader.Open(_directory.Write("short.safetensors", content)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RefusesEveryTruncation()
    {
        SafetensorsWriter.Write(_directory["full"], [new Tensor("a", [2, 2], [1, 2, 3, 4]), new Tensor("b", [1], [5])]);
        var bytes = File.ReadAllBytes(_directory["full"]);
        for (var length = 0; length < bytes.Length; length++)
        {
            var path = _directory.Write("cut", bytes[..length]);
            Assert.Throws<GwSmmException>(() => SafetensorsReader.Open(path));
        }
    }

    [Fact]
    public void Open_NamesAMissingFile() =>
        Assert.Contains("none' cannot be read", Assert.Throws<GwSmmException>(() => SafetensorsReader.Open(_directory["none"])).Message, StringComparison.Ordinal);

    [Fact]
    public void RoundTrip_HoldsForAnyTensors()
    {
        var shapes = Gen.Choose(0, 3).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank));
        var seeds = ArbMap.Default.GeneratorFor<int>();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(17, 19),
            Prop.ForAll(shapes.ListOf().Zip(seeds).ToArbitrary(), sample =>
            {
                var random = new Random(sample.Item2);
                var tensors = sample.Item1.Select((shape, i) => new Tensor(
                    $"t{i * 7 % 10}.{i}", shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)random.NextDouble())])).ToList();
                SafetensorsWriter.Write(_directory["p"], tensors);
                using var reader = SafetensorsReader.Open(_directory["p"]);
                return reader.Entries.Count == tensors.Count
                    && tensors.TrueForAll(tensor => reader.Read(tensor.Name).Data.SequenceEqual(tensor.Data) && reader.Read(tensor.Name).Shape.SequenceEqual(tensor.Shape));
            }));
    }

    [Fact]
    public void Open_FlippedBytesGiveOurErrorOrATensorOfTheFile()
    {
        SafetensorsWriter.Write(_directory["full"], [new Tensor("alpha", [2, 3], new float[6]), new Tensor("b", [], [5])], new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        var original = File.ReadAllBytes(_directory["full"]);
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 800; i++)
        {
            var bytes = (byte[])original.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length - 28)] = (byte)random.Next(256);
            }

            try
            {
                using var reader = SafetensorsReader.Open(_directory.Write("flipped", bytes));
                foreach (var entry in reader.Entries.Values)
                {
                    Assert.True(reader.Read(entry.Name).Data.Length <= original.Length);
                }
            }
            catch (GwSmmException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 300, 800);
    }

    private string Raw(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return _directory.Write("raw.safetensors", [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }
}
