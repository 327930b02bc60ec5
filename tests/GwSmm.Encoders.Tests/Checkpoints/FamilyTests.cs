using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Encoders.Tests.Checkpoints;

/// <summary>Checkpoints that PyTorch wrote, and what it computes with them; see tests/Golden/checkpoints/README.md.</summary>
public sealed class FamilyTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoints");
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Families => ["distilbert", "electra", "bert-gelu-new", "roberta"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Features_and_logits_equal_those_of_PyTorch(string family)
    {
        var model = ScoringModel.Load(Path.Combine(Folder, family), "Q");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, family, "expected.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        var sequences = Array.ConvertAll(cases, item => item.GetProperty("ids").Deserialize<int[]>()!);
        var encoder = new BertEncoder(model.Config, model.Weights);

        Assert.Equal(Pooling.Pooler, model.Features.Pooling);
        Assert.Equal(["low", "middle", "high"], model.Head.Labels);
        foreach (var (name, pooling) in new[] { ("cls", Pooling.Cls), ("mean", Pooling.Mean), ("pooled", Pooling.Pooler) })
        {
            var features = encoder.Encode(sequences, new FeatureOptions { Pooling = pooling, MaxTokens = model.Config.MaxPositions });
            AssertClose([.. cases.SelectMany(item => item.GetProperty(name).Deserialize<double[]>()!)], features);
        }

        var pooled = encoder.Encode(sequences, new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = model.Config.MaxPositions });
        var logits = pooled.Chunk(model.Config.HiddenSize)
            .SelectMany(row => model.Head.Bias.Select((bias, label) => bias + row.Select((value, i) => value * model.Head.Weight[(label * row.Length) + i]).Sum()));
        AssertClose([.. cases.SelectMany(item => item.GetProperty("logits").Deserialize<double[]>()!)], [.. logits]);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_saved_reads_again_with_the_same_bits_and_names(string family)
    {
        var model = ScoringModel.Load(Path.Combine(Folder, family), "Q");

        model.Save(_directory.FullName);

        var again = ScoringModel.Load(_directory.FullName);
        Assert.Equal(model.Config, again.Config);
        Models.AssertSame(model.Weights, again.Weights);
        Assert.Equal(model.Head.Weight, again.Head.Weight);
        Assert.Equal(model.Vocabulary.Sha256, again.Vocabulary.Sha256);
        Assert.Equal(BaseEncoder.Load(Path.Combine(Folder, family)).Hash, BaseEncoder.Load(_directory.FullName).Hash);

        // The names are those that PyTorch wrote, and so are the settings that it stated.
        using var original = PyTorchReader.Open(Path.Combine(Folder, family, "pytorch_model.bin"));
        using var saved = SafetensorsReader.Open(_directory["model.safetensors"]);
        Assert.Equal(original.Names.Where(name => !name.EndsWith("position_ids", StringComparison.Ordinal)).Order(StringComparer.Ordinal), saved.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(saved.Entries.Values, entry => Assert.Equal(original.Shape(entry.Name), entry.Shape));
        var settings = JsonNode.Parse(File.ReadAllText(_directory["config.json"]))!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, family, "config.json")))!.AsObject().Where(pair => pair.Key is not "sinusoidal_pos_embds"))
        {
            Assert.True(JsonNode.DeepEquals(value, settings[key]), $"{key}: {settings[key]}");
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_base_encoder_saves_and_reads_again_with_the_same_bits(string family)
    {
        var encoder = BaseEncoder.Load(Path.Combine(Folder, family));

        encoder.Save(_directory.FullName);

        var again = BaseEncoder.Load(_directory.FullName);
        Assert.Equal(encoder.Config, again.Config);
        Assert.Equal(encoder.Hash, again.Hash);
        Models.AssertSame(encoder.Weights, again.Weights);
    }

    [Theory]
    [InlineData(EncoderFamily.Bert, 2)]
    [InlineData(EncoderFamily.DistilBert, 0)]
    [InlineData(EncoderFamily.Roberta, 1)]
    [InlineData(EncoderFamily.XlmRoberta, 1)]
    [InlineData(EncoderFamily.Camembert, 1)]
    [InlineData(EncoderFamily.Electra, 2)]
    public void An_encoder_of_random_weights_without_pooler_goes_there_and_back(EncoderFamily family, int tokenTypes)
    {
        var config = Models.Config with { Family = family, TokenTypeCount = tokenTypes, LayerNormEpsilon = 1e-12, EmbeddingSize = family == EncoderFamily.Electra ? 6 : null };
        var encoder = BaseEncoder.Create(config, Models.Vocabulary, 9);

        encoder.Save(_directory.FullName);

        var again = BaseEncoder.Load(_directory.FullName);
        Assert.Equal(config, again.Config);
        Assert.Equal(encoder.Hash, again.Hash);
        Assert.False(again.IsPretrained);
    }

    [Fact]
    public void Ignored_tensors_are_listed_and_the_classifiers_own_layer_takes_the_place_of_the_pooler()
    {
        CopyGolden("roberta");
        var model = ScoringModel.Load(_directory.FullName, "Q");
        model.Save(_directory.FullName);
        File.Delete(_directory["gwsmm.json"]);
        File.Delete(_directory["pytorch_model.bin"]);
        using (var reader = SafetensorsReader.Open(_directory["model.safetensors"]))
        {
            Tensor[] more = [new("roberta.pooler.dense.weight", [16, 16], new float[256]), new("roberta.pooler.dense.bias", [16], new float[16]), new("lm_head.bias", [1], [0])];
            SafetensorsWriter.Write(_directory["other.safetensors"], reader.Entries.Keys.Select(name => reader.Read(name)).Concat(more));
        }

        File.Move(_directory["other.safetensors"], _directory["model.safetensors"], overwrite: true);

        var files = HuggingFaceDirectory.Load(_directory.FullName);
        Assert.Equal(["lm_head.bias", "roberta.pooler.dense.bias", "roberta.pooler.dense.weight"], files.IgnoredTensors);
        Models.AssertSame(model.Weights, files.Weights);
    }

    [Fact]
    public void Shards_of_PyTorch_are_read()
    {
        CopyGolden("electra");
        File.Move(_directory["pytorch_model.bin"], _directory["pytorch_model-00001-of-00001.bin"]);
        using (var reader = PyTorchReader.Open(_directory["pytorch_model-00001-of-00001.bin"]))
        {
            var map = new JsonObject(reader.Names.Select(name => KeyValuePair.Create(name, (JsonNode?)"pytorch_model-00001-of-00001.bin")));
            _directory.Write("pytorch_model.bin.index.json", new JsonObject { ["weight_map"] = map }.ToJsonString());
        }

        Assert.Equal(BaseEncoder.Load(Path.Combine(Folder, "electra")).Hash, BaseEncoder.Load(_directory.FullName).Hash);
    }

    [Fact]
    public void A_merged_vocabulary_file_is_not_needed_where_there_is_a_tokenizer_json()
    {
        CopyGolden("roberta");
        var expected = BaseEncoder.Load(_directory.FullName).Vocabulary;
        WriteTokenizer(expected, _ => { });
        File.Delete(_directory["vocab.json"]);
        File.Delete(_directory["merges.txt"]);

        var vocabulary = BaseEncoder.Load(_directory.FullName).Vocabulary;

        Assert.Equal(expected.Sha256, vocabulary.Sha256);
        WriteTokenizer(expected, json => json["pre_tokenizer"]!["add_prefix_space"] = true);
        Assert.True(BaseEncoder.Load(_directory.FullName).Vocabulary.AddPrefixSpace);
        _directory.Write("tokenizer_config.json", """{"add_prefix_space": false}""");
        Assert.False(BaseEncoder.Load(_directory.FullName).Vocabulary.AddPrefixSpace);
        WriteTokenizer(expected, json => json["model"]!["merges"] = new JsonArray([.. expected.Merges.Select(merge => new JsonArray([.. merge.Split(' ').Select(part => (JsonNode?)part)]))]));
        Assert.Equal(expected.Sha256, BaseEncoder.Load(_directory.FullName).Vocabulary.Sha256);
    }

    [Theory]
    [InlineData("model", "byte_fallback", "true", "'byte_fallback' is true")]
    [InlineData("model", "dropout", "0.1", "'dropout' is 0.1")]
    [InlineData("model", "end_of_word_suffix", "\"@@\"", "'end_of_word_suffix' is \"@@\"")]
    [InlineData("", "normalizer", """{"type": "NFC"}""", "it has a normalizer (NFC)")]
    [InlineData("", "pre_tokenizer", """{"type": "Whitespace"}""", "pre_tokenizer is not ByteLevel")]
    [InlineData("pre_tokenizer", "use_regex", "false", "pre_tokenizer is not ByteLevel")]
    [InlineData("model", "merges", "{}", "no merges in brackets")]
    [InlineData("model", "merges", "[3]", "the merge 3 is neither")]
    [InlineData("", "added_tokens", """[{"content": "new", "id": 900, "special": false}]""", "the token 'new' is added")]
    public void Tokenizers_that_would_give_other_tokens_are_refused(string part, string key, string value, string expected)
    {
        CopyGolden("roberta");
        WriteTokenizer(BaseEncoder.Load(_directory.FullName).Vocabulary, json => (part.Length == 0 ? json : json[part]!)[key] = JsonNode.Parse(value));
        File.Delete(_directory["vocab.json"]);

        AssertError(expected);
    }

    [Fact]
    public void Special_tokens_may_stand_behind_the_vocabulary()
    {
        CopyGolden("roberta");
        var expected = BaseEncoder.Load(_directory.FullName).Vocabulary;
        WriteTokenizer(expected, json =>
        {
            json["model"]!["vocab"]!.AsObject().Remove("<mask>");
            json["added_tokens"] = JsonNode.Parse($$"""[{"content": "<s>", "id": 0, "special": true}, {"content": "<mask>", "id": {{expected.Count - 1}}, "special": true}]""");
        });
        File.Delete(_directory["vocab.json"]);

        Assert.Equal(expected.Sha256, BaseEncoder.Load(_directory.FullName).Vocabulary.Sha256);
    }

    [Fact]
    public void Files_of_byte_level_BPE_that_do_not_belong_together_are_named()
    {
        CopyGolden("roberta");
        _directory.Write("tokenizer_config.json", """{"do_lower_case": true}""");
        AssertError("'do_lower_case' is true");
        File.Delete(_directory["tokenizer_config.json"]);

        _directory.Write("added_tokens.json", """{"<new>": 900}""");
        AssertError("the token '<new>' is added");
        File.Delete(_directory["added_tokens.json"]);

        File.Delete(_directory["merges.txt"]);
        AssertError("it needs a merges.txt beside it");
    }

    [Theory]
    [InlineData("roberta", "pad_token_id", "0", "has the padding token as number 1, but 'pad_token_id'")]
    [InlineData("roberta", "max_position_embeddings", "4", "'max_position_embeddings' is 4; expected an integer from 5")]
    [InlineData("roberta", "max_position_embeddings", "2000000000", "expected an integer from 5")]
    [InlineData("distilbert", "dim", "1000000000", "'dim' is 1000000000; expected an integer from 1 to 65536")]
    [InlineData("distilbert", "n_layers", "null", "'n_layers' is missing")]
    [InlineData("distilbert", "n_heads", "3", "which 'n_heads', 3, does not divide")]
    [InlineData("distilbert", "n_layers", "1", "but 'num_hidden_layers'")]
    [InlineData("distilbert", "activation", "\"relu\"", "'activation' is 'relu'")]
    [InlineData("electra", "embedding_size", "null", "'embedding_size' is missing")]
    [InlineData("electra", "embedding_size", "65536", "config.json demands [25, 65536]")]
    [InlineData("electra", "vocab_size", "9999999", "config.json demands [9999999, 6]")]
    public void A_config_that_does_not_fit_is_refused_before_memory_is_taken(string family, string key, string value, string expected)
    {
        CopyGolden(family);
        var json = JsonNode.Parse(File.ReadAllText(_directory["config.json"]))!.AsObject();
        json[key] = JsonNode.Parse(value);
        _directory.Write("config.json", json.ToJsonString());

        AssertError(expected);
    }

    [Theory]
    [InlineData(EncoderFamily.DistilBert, 2, null, 1e-12, false, "2 token types, where there are none")]
    [InlineData(EncoderFamily.Bert, 0, null, 1e-12, false, "no token types")]
    [InlineData(EncoderFamily.Roberta, 1, 6, 1e-12, false, "embeddings of 6 channels for 4")]
    [InlineData(EncoderFamily.DistilBert, 0, null, 1e-5, false, "the layer norm epsilon 1E-05, where it is fixed")]
    [InlineData(EncoderFamily.Electra, 2, null, 1e-12, true, "the pooler activation Tanh, where it is Gelu")]
    public void What_a_family_cannot_say_is_not_saved(EncoderFamily family, int types, int? embedding, double epsilon, bool pooler, string expected)
    {
        var config = Models.Config with { Family = family, TokenTypeCount = types, EmbeddingSize = embedding, LayerNormEpsilon = epsilon, HasPooler = pooler };

        var error = Assert.Throws<ArgumentException>(() => BaseEncoder.Create(config, Models.Vocabulary, 1).Save(_directory.FullName));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.FullName));
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private void CopyGolden(string family)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, family)))
        {
            File.Copy(file, _directory[Path.GetFileName(file)]);
        }
    }

    private void AssertError(string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => BaseEncoder.Load(_directory.FullName));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, error.Message, StringComparison.Ordinal);
    }

    private void WriteTokenizer(Vocabulary vocabulary, Action<JsonObject> change)
    {
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = string.Empty,
                ["end_of_word_suffix"] = string.Empty,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = new JsonObject(vocabulary.Tokens.Select((token, i) => KeyValuePair.Create(token, (JsonNode?)i))),
                ["merges"] = new JsonArray([.. vocabulary.Merges.Select(merge => (JsonNode?)merge)]),
            },
        };
        change(json);
        _directory.Write("tokenizer.json", json.ToJsonString());
    }
}
