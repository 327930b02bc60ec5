using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MergedModelFormatTests
{
    private static readonly MergedModel Model = TinyModels.Merged();

    [Fact]
    public void SaveAndLoad_KeepEverything()
    {
        var read = MergedModel.Load(new MemoryStream(Bytes()));

        Assert.Equal(Model.Config, read.Config);
        Assert.Equal(Model.Vocabulary.Tokens, read.Vocabulary.Tokens);
        Assert.Equal((Model.LowerCase, Model.Features, Model.ParameterBytes), (read.LowerCase, read.Features, read.ParameterBytes));
        Assert.Equal(Model.Items, read.Items);
        Assert.Equal(
            (Model.Provenance.Method, Model.Provenance.HeadFit, Model.Provenance.Seed, Model.Provenance.BaseHash),
            (read.Provenance.Method, read.Provenance.HeadFit, read.Provenance.Seed, read.Provenance.BaseHash));
        Assert.Equal(MergePlanJson.Format(Model.Provenance.Plan), MergePlanJson.Format(read.Provenance.Plan));
        foreach (var (expected, actual) in Model.Groups.Zip(read.Groups))
        {
            Assert.Equal(expected.Items, actual.Items);
            Assert.Equal(expected.Reason, actual.Reason);
            Assert.All(expected.Weights.Tensors, tensor => Assert.Equal(tensor.Data, actual.Weights[tensor.Name].Data));
        }

        foreach (var item in Model.Items)
        {
            var (expected, actual) = (Model.HeadOf(item), read.HeadOf(item));
            Assert.Equal((expected.Kind, string.Join(',', expected.Labels), string.Join(',', expected.Thresholds)), (actual.Kind, string.Join(',', actual.Labels), string.Join(',', actual.Thresholds)));
            Assert.Equal(expected.Weight, actual.Weight);
            Assert.Equal(expected.Bias, actual.Bias);
        }
    }

    [Fact]
    public void Cut_points_are_kept_and_absent_where_there_are_none()
    {
        var group = Model.Groups[0];
        ScoringHead Cut(string item) => Model.HeadOf(item) is var head && string.Equals(item, "10", StringComparison.Ordinal) ? new ScoringHead(head.Kind, head.Labels, head.Weight, head.Bias, null, [0.25f, 1.5f]) : head;
        var heads = group.Items.ToDictionary(item => item, Cut, StringComparer.Ordinal);
        using var stream = new MemoryStream();
        new MergedModel(Model.Config, Model.Vocabulary, Model.LowerCase, Model.Features, [new MergedGroup(group.Items, group.Weights, heads, group.Reason), .. Model.Groups.Skip(1)], Model.Provenance).Save(stream);
        stream.Position = 0;
        var read = MergedModel.Load(stream);
        Assert.Equal([0.25f, 1.5f], read.HeadOf("10").CutPoints);
        Assert.Empty(read.HeadOf("1").CutPoints);
        Assert.DoesNotContain("cutPoints", Encoding.UTF8.GetString(Bytes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SaveAndLoad_KeepTheMergesOfByteLevelBpe(bool prefix)
    {
        var next = 0x100;
        var bytes = Enumerable.Range(0, 256).Select(value => ((char)(value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? value : next++)).ToString());
        var vocabulary = Vocabulary.CreateBytePairs(["<s>", "<pad>", "</s>", "<unk>", .. bytes, "\u0120t"], ["\u0120 t"], prefix, "test");
        var config = Model.Config with { VocabularySize = vocabulary.Count, Family = EncoderFamily.Roberta };
        var groups = Model.Groups.Select(group => new MergedGroup(group.Items, BaseEncoder.Create(config, vocabulary, 1).Weights, group.Items.ToDictionary(item => item, Model.HeadOf, StringComparer.Ordinal), group.Reason));
        using var stream = new MemoryStream();
        new MergedModel(config, vocabulary, false, Model.Features, [.. groups], Model.Provenance).Save(stream);
        stream.Position = 0;

        var read = MergedModel.Load(stream);

        Assert.Equal(config, read.Config);
        Assert.Equal(vocabulary.Sha256, read.Vocabulary.Sha256);
        Assert.Equal((TokenizerKind.ByteLevelBpe, prefix), (read.Vocabulary.Kind, read.Vocabulary.AddPrefixSpace));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(200, 3)]
    [InlineData(7, 3)]
    public void TheLongestWord_IsKeptAndNeedsANewVersionOnlyWhereItIsNotThatOfOldFiles(int longest, int version)
    {
        using var stream = new MemoryStream();
        new MergedModel(Model.Config, Model.Vocabulary.WithMaxWordLength(longest), Model.LowerCase, Model.Features, Model.Groups, Model.Provenance).Save(stream);
        var manifest = JsonNode.Parse(ZipEdit.Entries(stream.ToArray())["manifest.json"])!;
        stream.Position = 0;

        Assert.Equal(longest, MergedModel.Load(stream).Vocabulary.MaxWordLength);
        Assert.Equal(version, (int)manifest["formatVersion"]!);
        Assert.Equal(longest == 100 ? null : longest, (int?)manifest["maxWordLength"]);
    }

    [Fact]
    public void SavedTwice_SameBytes() => Assert.Equal(Bytes(), Bytes());

    [Fact]
    public void SavedFile_HoldsOneEncoderPerGroupAndReplacesTheOldOne()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gwsmm");
        try
        {
            File.WriteAllText(path, "old");
            Model.Save(path);
            using (var zip = ZipFile.OpenRead(path))
            {
                Assert.Equal(["encoders/0.safetensors", "encoders/1.safetensors", "heads.safetensors", "manifest.json", "vocab.txt"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ToArray());
                Assert.All(zip.Entries.Where(entry => entry.FullName.EndsWith("safetensors", StringComparison.Ordinal)), entry => Assert.Equal(entry.Length, entry.CompressedLength));
            }

            Assert.Equal(Model.Items, MergedModel.Load(path).Items);
            Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath()), file => file.StartsWith(path + ".", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_ReadsAStreamThatCannotSeek()
    {
        using var compressed = new MemoryStream();
        using (var packer = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(Bytes());
        }

        compressed.Position = 0;
        using var stream = new GZipStream(compressed, CompressionMode.Decompress);
        Assert.Equal(Model.Items, MergedModel.Load(stream).Items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(3000)]
    [InlineData(-1)]
    public void TruncatedZip_IsRefused(int length)
    {
        var bytes = Bytes();
        Assert.Contains("is no complete zip", Refused(length < 0 ? bytes[..^1] : bytes[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void NewerVersion_SaysToUpdate()
    {
        var message = Refused(Changed(manifest =>
        {
            manifest["formatVersion"] = 4;
            manifest["productVersion"] = "9.9.9";
        }));
        Assert.Equal("Model 'stream' has format version 4, written by product version 9.9.9; this product (0.1.0) reads versions up to 3. Update it.", message);
    }

    [Theory]
    [InlineData("format", "\"other\"", "does not describe a gwsmm model")]
    [InlineData("formatVersion", "\"1\"", "does not describe a gwsmm model")]
    [InlineData("formatVersion", "0", "does not describe a gwsmm model")]
    [InlineData("encoder", null, "encoder")]
    [InlineData("items", "[]", "expected one head for each item")]
    [InlineData("plan", "{}", "has no list 'groups'")]
    [InlineData("maxWordLength", "0", "'maxWordLength' is 0; expected 1 or more")]
    [InlineData("maxWordLength", "\"200\"", "maxWordLength")]
    [InlineData("maxWordLength", null, "format version 3 of a WordPiece model has no 'maxWordLength'")]
    [InlineData("formatVersion", "2", "'maxWordLength' is 200 in format version 2, which has no such key")]
    [InlineData("formatVersion", "1", "'maxWordLength' is 200 in format version 1, which has no such key")]
    [InlineData("groups", "[]", "expected every item once")]
    public void ManifestThatIsWrong_IsRefused(string property, string? json, string expected) => Assert.Contains(expected, Refused(Changed(manifest =>
    {
        if (json is null)
        {
            manifest.Remove(property);
        }
        else
        {
            manifest[property] = JsonNode.Parse(json);
        }
    })), StringComparison.Ordinal);

    [Fact]
    public void ManifestOfAnotherArchitecture_IsRefused() =>
        Assert.StartsWith("Model 'stream' contradicts itself", Refused(Changed(manifest => manifest["encoder"]!["layerCount"] = 2)), StringComparison.Ordinal);

    [Theory]
    [InlineData("vocab.txt")]
    [InlineData("encoders/1.safetensors")]
    [InlineData("heads.safetensors")]
    public void MissingEntry_IsNamed(string name) =>
        Assert.Equal($"Model 'stream' has no entry '{name}'. It is incomplete; copy it again.", Refused(Repacked(entries => entries.Remove(name))));

    [Fact]
    public void OtherZip_IsNoModel() =>
        Assert.StartsWith("Model 'stream' has no entry 'manifest.json', so it is no gwsmm model.", Refused(Repacked(entries => entries.Remove("manifest.json"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("vocab.txt")]
    [InlineData("encoders/0.safetensors")]
    [InlineData("heads.safetensors")]
    public void ChangedEntry_IsNamed(string name)
    {
        var message = Refused(Repacked(entries =>
        {
            var data = (byte[])entries[name].Clone();
            data[^2] ^= 1;
            entries[name] = data;
        }));
        Assert.StartsWith($"Model 'stream', entry '{name}' has the SHA-256 ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsNamed() =>
        Assert.StartsWith("Model '/nowhere/m.gwsmm' cannot be read", Assert.Throws<GwSmmException>(() => MergedModel.Load("/nowhere/m.gwsmm")).Message, StringComparison.Ordinal);

    [Fact]
    public void UnwritablePath_IsNamedAndLeavesNothing() =>
        Assert.Contains("/proc/nowhere/m.gwsmm", Assert.Throws<GwSmmException>(() => Model.Save("/proc/nowhere/m.gwsmm")).Message, StringComparison.Ordinal);

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        Model.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Changed(Action<JsonObject> change) => Repacked(entries =>
    {
        var manifest = JsonNode.Parse(entries["manifest.json"])!.AsObject();
        change(manifest);
        entries["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
    });

    private static byte[] Repacked(Action<Dictionary<string, byte[]>> change) => ZipEdit.Repack(Bytes(), change);

    private static string Refused(byte[] bytes) => Assert.Throws<GwSmmException>(() => MergedModel.Load(new MemoryStream(bytes))).Message;
}
