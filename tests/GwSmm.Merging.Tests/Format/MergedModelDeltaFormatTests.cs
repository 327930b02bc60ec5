using System.Text.Json.Nodes;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

/// <summary>Version 2 of the format: deltas, vectors and shared tensors.</summary>
public class MergedModelDeltaFormatTests
{
    private static readonly MergedModel Plain = WithWordsOfOldLength(TinyModels.Merged());
    private static readonly MergedModel Model = WithDeltas();
    private static readonly byte[] Written = Bytes(Model);

    [Fact]
    public void Deltas_and_vectors_survive()
    {
        var read = MergedModel.Load(new MemoryStream(Written));

        Assert.Equal(Model.ParameterBytes, read.ParameterBytes);
        foreach (var item in Model.Items)
        {
            var (expected, actual) = (Model.DeltaOf(item), read.DeltaOf(item));
            Assert.Equal(expected?.ByteCount, actual?.ByteCount);
            var group = Model.Groups[Model.GroupIndexOf(item)];
            var (own, again) = ((expected ?? Nothing).ApplyTo(group.Weights), (actual ?? Nothing).ApplyTo(read.Groups[read.GroupIndexOf(item)].Weights));
            Assert.All(own.Tensors, tensor => Assert.Equal(tensor.Data, again[tensor.Name].Data));
        }

        Assert.Null(read.DeltaOf("2"));
        Assert.Equal(Written, Bytes(read));
    }

    [Fact]
    public void Masks_of_a_group_share_one_vector_after_loading()
    {
        var read = MergedModel.Load(new MemoryStream(Written));
        var vectors = read.Groups[0].Items.Select(item => Assert.Single(read.DeltaOf(item)!.Vectors)).ToArray();
        Assert.Same(vectors[0], vectors[1]);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes() => Assert.Equal(Written, Bytes(WithDeltas()));

    [Fact]
    public void Tensors_that_groups_share_are_stored_once_and_share_an_array_after_loading()
    {
        var model = SameEmbeddings();
        var bytes = Bytes(model);
        var read = MergedModel.Load(new MemoryStream(bytes));

        const string Words = "embeddings.word_embeddings.weight";
        Assert.Same(read.Groups[0].Weights[Words].Data, read.Groups[1].Weights[Words].Data);
        foreach (var (expected, actual) in model.Groups.Zip(read.Groups))
        {
            Assert.All(expected.Weights.Tensors, tensor => Assert.Equal(tensor.Data, actual.Weights[tensor.Name].Data));
        }

        var saved = Plain.Groups[0].Weights[Words].Data.Length * 4;
        Assert.Equal(Plain.ParameterBytes - saved, model.ParameterBytes);
        Assert.True(ZipEdit.Entries(bytes).ContainsKey("shared.safetensors"));
        Assert.Equal(2, Version(bytes));
        Assert.InRange(Bytes(Plain).Length - bytes.Length, saved - 1000, saved + 200);
    }

    [Fact]
    public void Parameter_bytes_are_those_of_the_entries()
    {
        var entries = ZipEdit.Entries(Written);
        var stored = entries.Where(pair => pair.Key.EndsWith("safetensors", StringComparison.Ordinal)).Sum(pair => pair.Value.Length - 8 - (long)BitConverter.ToUInt64(pair.Value));
        Assert.Equal(stored, Model.ParameterBytes);
    }

    [Fact]
    public void What_needs_no_deltas_is_written_as_version_1() => Assert.Equal((1, 2), (Version(Bytes(Plain)), Version(Written)));

    [Theory]
    [InlineData("deltas/0.safetensors")]
    [InlineData("deltas/2.safetensors")]
    [InlineData("vectors/0.safetensors")]
    public void A_missing_or_changed_entry_is_named(string name)
    {
        Assert.Equal($"Model 'stream' has no entry '{name}'. It is incomplete; copy it again.", Refused(ZipEdit.Repack(Written, entries => Assert.True(entries.Remove(name)))));
        var changed = Refused(ZipEdit.Repack(Written, entries =>
        {
            var data = (byte[])entries[name].Clone();
            data[^2] ^= 1;
            entries[name] = data;
        }));
        Assert.Contains($"entry '{name}' has the SHA-256 ", changed, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Written.Length; length += 997)
        {
            Assert.Contains("is no complete zip", Refused(Written[..length]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_delta_of_an_unknown_item_is_refused() => Assert.Contains("There is a delta of item '7'", Refused(ZipEdit.ChangeManifest(
        Written, manifest => manifest["groups"]![0]!["deltas"]![0]!["item"] = "7")), StringComparison.Ordinal);

    [Fact]
    public void A_delta_twice_is_refused() => Assert.Contains("contradicts itself", Refused(ZipEdit.ChangeManifest(
        Written, manifest => manifest["groups"]![0]!["deltas"]!.AsArray().Add(manifest["groups"]![0]!["deltas"]![0]!.DeepClone()))), StringComparison.Ordinal);

    [Fact]
    public void A_mask_without_its_vector_is_refused() => Assert.Contains("which is missing", Refused(ZipEdit.ChangeManifest(
        Written, manifest => manifest["groups"]![0]!.AsObject().Remove("vectors"))), StringComparison.Ordinal);

    [Fact]
    public void A_shared_tensor_that_is_missing_is_named() => Assert.Contains("has no shared tensor 'x#0'", Refused(ZipEdit.ChangeManifest(
        Bytes(SameEmbeddings()), manifest => manifest["groups"]![0]!["shared"]![0] = JsonValue.Create("x#0"))), StringComparison.Ordinal);

    [Fact]
    public void An_entry_that_claims_more_than_can_be_compressed_is_refused_unread()
    {
        var bytes = (byte[])Written.Clone();
        var name = "deltas/0.safetensors"u8;
        var at = bytes.AsSpan().LastIndexOf(name);
        BitConverter.TryWriteBytes(bytes.AsSpan(at - 46 + 24), 2_000_000_000);
        Assert.Contains("claims 2000000000 bytes", Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delta_of_another_item_or_shape_cannot_join_a_group()
    {
        var group = Plain.Groups[0];
        var heads = group.Items.ToDictionary(item => item, group.HeadOf, StringComparer.Ordinal);
        Assert.Throws<ArgumentException>(() => new MergedGroup(group.Items, group.Weights, heads, "", new Dictionary<string, EncoderDelta>(StringComparer.Ordinal) { ["2"] = Nothing }));
        var other = new EncoderDelta([new DenseDelta("x", [1], [1f])]);
        Assert.Throws<ArgumentException>(() => new MergedGroup(group.Items, group.Weights, heads, "", new Dictionary<string, EncoderDelta>(StringComparer.Ordinal) { ["1"] = other }));
    }

    private static EncoderDelta Nothing { get; } = new([]);

    // Items 1 and 10 share an encoder, a quantised delta each and a mask over one vector.
    private static MergedModel WithDeltas()
    {
        const string Masked = "encoder.layer.0.output.dense.weight";
        var vector = new DenseDelta(Masked, [8, 16], [.. Enumerable.Range(0, 128).Select(i => (Half)(i / 1000f))]);
        return With(Plain, group => group.Items.Count == 1 ? null : group.Items.ToDictionary(
            item => item,
            item => new EncoderDelta(
                DeltaBuilder.Build(group.Weights, TinyModels.Model(item, TinyModels.Base()).Weights).Tensors
                    .Where(tensor => !string.Equals(tensor.Name, Masked, StringComparison.Ordinal))
                    .Append(new MaskDelta(Masked, vector, [.. Enumerable.Range(item.Length, 16).Select(i => (byte)(i * 7))], 0.5f))),
            StringComparer.Ordinal));
    }

    private static MergedModel WithWordsOfOldLength(MergedModel model) =>
        new(model.Config, model.Vocabulary.WithMaxWordLength(100), model.LowerCase, model.Features, model.Groups, model.Provenance);

    private static MergedModel SameEmbeddings()
    {
        const string Words = "embeddings.word_embeddings.weight";
        var words = Plain.Groups[0].Weights[Words];
        MergedGroup[] groups = [.. Plain.Groups.Select(group => new MergedGroup(
            group.Items,
            new EncoderWeights(group.Weights.Tensors.Select(tensor => string.Equals(tensor.Name, Words, StringComparison.Ordinal) ? new Tensor(Words, words.Shape, (float[])words.Data.Clone()) : tensor)),
            group.Items.ToDictionary(item => item, group.HeadOf, StringComparer.Ordinal)))];
        return new MergedModel(Plain.Config, Plain.Vocabulary, Plain.LowerCase, Plain.Features, groups, Plain.Provenance);
    }

    private static MergedModel With(MergedModel model, Func<MergedGroup, IReadOnlyDictionary<string, EncoderDelta>?> deltas) => new(
        model.Config, model.Vocabulary, model.LowerCase, model.Features,
        [.. model.Groups.Select(group => new MergedGroup(group.Items, group.Weights, group.Items.ToDictionary(item => item, group.HeadOf, StringComparer.Ordinal), group.Reason, deltas(group)))],
        model.Provenance);

    private static int Version(byte[] bytes) => (int)JsonNode.Parse(ZipEdit.Entries(bytes)["manifest.json"])!["formatVersion"]!;

    private static byte[] Bytes(MergedModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static string Refused(byte[] bytes) => Assert.Throws<GwSmmException>(() => MergedModel.Load(new MemoryStream(bytes))).Message;
}
