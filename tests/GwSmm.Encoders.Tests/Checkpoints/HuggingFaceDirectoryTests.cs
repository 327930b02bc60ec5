using System.Text.Json.Nodes;

namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class HuggingFaceDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly BaseEncoder _encoder = Models.Base(pooler: true);

    public HuggingFaceDirectoryTests() => _encoder.Save(_directory.FullName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Where_the_weights_cannot_be_replaced_nothing_else_is()
    {
        // As Windows refuses to replace a file that is mapped.
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["model.safetensors"]);
        directory.Write("config.json", "old");

        Assert.Contains("model.safetensors", Assert.Throws<GwSmmException>(() => _encoder.Save(directory.FullName)).Message, StringComparison.Ordinal);

        Assert.Equal(["config.json", "model.safetensors"], Directory.EnumerateFileSystemEntries(directory.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("old", File.ReadAllText(directory["config.json"]));
    }

    [Fact]
    public void Load_ReadsWhatSaveWrote()
    {
        var loaded = BaseEncoder.Load(_directory.FullName);

        Assert.Equal(_encoder.Config, loaded.Config);
        Models.AssertSame(_encoder.Weights, loaded.Weights);
        Assert.Equal(_encoder.Hash, loaded.Hash);
        Assert.True(loaded.LowerCase);
        Assert.False(loaded.IsPretrained);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.txt"], Directory.GetFiles(_directory.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Load_TellsLearnedWeightsFromARandomStart()
    {
        new BaseEncoder(_encoder.Config, _encoder.Weights, _encoder.Vocabulary, lowerCase: false, isPretrained: true).Save(_directory.FullName);

        var loaded = BaseEncoder.Load(_directory.FullName);

        Assert.True(loaded.IsPretrained);
        Assert.False(loaded.LowerCase);
    }

    [Fact]
    public void Load_StripsThePrefixTakesOldNamesAndIgnoresOtherHeads()
    {
        Rewrite(tensor => new Tensor(
            "bert." + tensor.Name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
            tensor.Shape,
            tensor.Data),
            new Tensor("cls.predictions.bias", [7], new float[7]), new Tensor("bert.embeddings.position_ids", [1, 5], new float[5]), new Tensor("dropout.x", [1], [1]));

        var loaded = HuggingFaceDirectory.Load(_directory.FullName);

        Models.AssertSame(_encoder.Weights, loaded.Weights);
        Assert.Equal(["cls.predictions.bias", "dropout.x", "embeddings.position_ids"], loaded.IgnoredTensors, StringComparer.Ordinal);
        Assert.Null(loaded.Head);
    }

    [Fact]
    public void Load_ToleratesIntegerPositions()
    {
        var header = """{"embeddings.position_ids":{"dtype":"I64","shape":[1,2],"data_offsets":[0,16]}}"""u8;
        _directory.Write("positions.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[16]]);
        Shard(("positions.safetensors", name => name.EndsWith("position_ids", StringComparison.Ordinal)), ("rest.safetensors", _ => true), "embeddings.position_ids");

        Assert.Equal(_encoder.Hash, BaseEncoder.Load(_directory.FullName).Hash);
    }

    [Fact]
    public void Load_WithoutPoolerHasNone()
    {
        Rewrite(tensor => tensor.Name.StartsWith("pooler", StringComparison.Ordinal) ? null : tensor);

        Assert.False(BaseEncoder.Load(_directory.FullName).Config.HasPooler);
    }

    [Fact]
    public void Load_ReadsShards()
    {
        Shard(("one.safetensors", name => name.StartsWith("emb", StringComparison.Ordinal)), ("two.safetensors", _ => true));

        Assert.Equal(_encoder.Hash, BaseEncoder.Load(_directory.FullName).Hash);
    }

    [Fact]
    public void Load_NamesAMissingShard()
    {
        Shard(("one.safetensors", name => name.StartsWith("emb", StringComparison.Ordinal)), ("two.safetensors", _ => true));
        File.Delete(_directory["one.safetensors"]);

        AssertError("the shard 'one.safetensors' with 5 tensors is missing");
    }

    [Fact]
    public void Load_NamesATensorThatIsNotInItsShard()
    {
        Shard(("one.safetensors", name => name.StartsWith("emb", StringComparison.Ordinal)), ("two.safetensors", _ => true));
        Edit("model.safetensors.index.json", json => json["weight_map"]!["pooler.dense.bias"] = "one.safetensors");

        AssertError("'pooler.dense.bias' should stand in the shard 'one.safetensors', which has it not");
    }

    [Theory]
    [InlineData("../two.safetensors")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("")]
    public void Load_RefusesShardsElsewhere(string shard)
    {
        Shard(("one.safetensors", name => name.StartsWith("emb", StringComparison.Ordinal)), ("two.safetensors", _ => true));
        Edit("model.safetensors.index.json", json => json["weight_map"]!["pooler.dense.bias"] = shard);

        AssertError("expected the name of a file in the same directory");
    }

    [Fact]
    public void Load_RefusesAnIndexWithoutMap()
    {
        File.Delete(_directory["model.safetensors"]);
        _directory.Write("model.safetensors.index.json", "{}");

        AssertError("no 'weight_map'");
    }

    [Fact]
    public void Load_ReadsTokenizerJson()
    {
        File.Delete(_directory["vocab.txt"]);
        File.Delete(_directory["tokenizer_config.json"]);
        WriteTokenizer("WordPiece", lowerCase: false);

        var loaded = BaseEncoder.Load(_directory.FullName);

        Assert.Equal(_encoder.Vocabulary.Tokens, loaded.Vocabulary.Tokens);
        Assert.False(loaded.LowerCase);
    }

    [Fact]
    public void Load_RefusesOtherTokenizers()
    {
        File.Delete(_directory["vocab.txt"]);
        WriteTokenizer("WordLevel", lowerCase: true);

        AssertError("no tokenizer of the type WordPiece or BPE");
    }

    [Fact]
    public void Load_RefusesSentencePiece()
    {
        File.Delete(_directory["vocab.txt"]);
        File.Delete(_directory["tokenizer.json"]);
        _directory.Write("sentencepiece.bpe.model", "x");

        AssertError("has only 'sentencepiece.bpe.model' for a tokenizer: SentencePiece, which is not read");

        WriteTokenizer("Unigram", lowerCase: true);
        AssertError("the type Unigram (SentencePiece), which is not read");
    }

    [Fact]
    public void Load_TakesWordsOfUpTo100LettersAsTransformersDoes_WhereNothingIsSaid()
    {
        WriteTokenizer("WordPiece", lowerCase: true);
        Assert.Equal(100, BaseEncoder.Load(_directory.FullName).Vocabulary.MaxWordLength);

        File.Delete(_directory["vocab.txt"]);
        Assert.Equal(100, BaseEncoder.Load(_directory.FullName).Vocabulary.MaxWordLength);

        File.Delete(_directory["tokenizer.json"]);
        File.WriteAllLines(_directory["vocab.txt"], _encoder.Vocabulary.Tokens);
        var loaded = BaseEncoder.Load(_directory.FullName);
        Assert.Equal(100, loaded.Vocabulary.MaxWordLength);

        var tokenizer = new TextTokenizer(loaded.Vocabulary, loaded.LowerCase);
        Assert.Equal((0, 1), (tokenizer.Tokenize(new string('s', 100), 200).OverlongWords, tokenizer.Tokenize(new string('s', 101), 200).OverlongWords));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 200)]
    [InlineData(false, 64)]
    [InlineData(false, int.MaxValue)]
    public void Load_TakesTheLongestWordOfTokenizerJson(bool withList, int longest)
    {
        WriteTokenizer("WordPiece", lowerCase: true);
        Edit("tokenizer.json", json => json["model"]!["max_input_chars_per_word"] = longest);
        if (!withList)
        {
            File.Delete(_directory["vocab.txt"]);
        }

        Assert.Equal(longest, BaseEncoder.Load(_directory.FullName).Vocabulary.MaxWordLength);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-100")]
    [InlineData("1.5")]
    [InlineData("4294967296")]
    [InlineData("null")]
    [InlineData("\"100\"")]
    public void Load_RefusesALongestWordThatIsNone(string longest)
    {
        Edit("tokenizer.json", json => json["model"]!["max_input_chars_per_word"] = JsonNode.Parse(longest));

        AssertError($"'max_input_chars_per_word' is {longest}; expected an integer from 1 to 2147483647");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(37)]
    public void Load_ReadsTheLongestWordThatSaveWrote(int longest)
    {
        var encoder = BaseEncoder.Create(_encoder.Config, _encoder.Vocabulary.WithMaxWordLength(longest), 1);
        encoder.Save(_directory.FullName);
        var loaded = BaseEncoder.Load(_directory.FullName);

        Assert.Equal(longest, loaded.Vocabulary.MaxWordLength);
        Assert.Equal(encoder.Hash, loaded.Hash);
        Assert.Equal(encoder.Vocabulary.Sha256, loaded.Vocabulary.Sha256);
    }

    [Fact]
    public void Save_WritesTheTokenizerOfTransformers()
    {
        var json = JsonNode.Parse(File.ReadAllText(_directory["tokenizer.json"]))!;

        Assert.Equal("WordPiece", (string?)json["model"]!["type"]);
        Assert.Equal(200, (int?)json["model"]!["max_input_chars_per_word"]);
        Assert.Equal(_encoder.Vocabulary.Tokens, json["model"]!["vocab"]!.AsObject().OrderBy(token => (int)token.Value!).Select(token => token.Key), StringComparer.Ordinal);
        Assert.Equal("BertNormalizer", (string?)json["normalizer"]!["type"]);
        Assert.True((bool?)json["normalizer"]!["lowercase"]);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], json["added_tokens"]!.AsArray().Select(token => (string)token!["content"]!), StringComparer.Ordinal);
        Assert.Equal(("[CLS]", 2), ((string?)json["post_processor"]!["cls"]![0], (int?)json["post_processor"]!["cls"]![1]));
    }

    [Fact]
    public void Load_NamesATokenNumberOutOfRange()
    {
        File.Delete(_directory["vocab.txt"]);
        WriteTokenizer("WordPiece", lowerCase: true);
        Edit("tokenizer.json", json => json["model"]!["vocab"]!["salt"] = 9);

        AssertError("the token 'salt' has the number 9; expected the numbers 0 to 6 once each");
    }

    [Fact]
    public void Load_RefusesTokenizersThatTreatAccentsOtherwise()
    {
        Edit("tokenizer_config.json", json => json["strip_accents"] = false);

        AssertError("strip_accents");
    }

    [Fact]
    public void Load_NeedsAVocabulary()
    {
        File.Delete(_directory["vocab.txt"]);
        File.Delete(_directory["tokenizer.json"]);

        AssertError("neither vocab.txt nor tokenizer.json");
    }

    [Fact]
    public void Load_NamesAVocabularyThatIsTooLarge()
    {
        File.AppendAllText(_directory["vocab.txt"], "sand\n");

        AssertError("has 8 tokens, but 'vocab_size'");
    }

    [Fact]
    public void Load_NeedsTensors()
    {
        File.Delete(_directory["model.safetensors"]);

        AssertError("neither model.safetensors nor model.safetensors.index.json");
    }

    [Fact]
    public void Load_NamesAMissingDirectoryAndAMissingConfig()
    {
        Assert.Contains("does not exist", Assert.Throws<GwSmmException>(() => BaseEncoder.Load(_directory["none"])).Message, StringComparison.Ordinal);
        File.Delete(_directory["config.json"]);
        AssertError("has no config.json");
    }

    [Theory]
    [InlineData("model_type", "\"t5\"", "'model_type' is 't5'; only 'bert', 'distilbert', 'roberta', 'xlm-roberta', 'camembert', 'electra' can be run")]
    [InlineData("model_type", "null", "'model_type' is missing")]
    [InlineData("model_type", "7", "'model_type' is 7; expected a text")]
    [InlineData("hidden_act", "\"swish\"", "'hidden_act' is 'swish'; only 'gelu', ")]
    [InlineData("position_embedding_type", "\"relative_key\"", "only 'absolute' can be run")]
    [InlineData("is_decoder", "true", "only encoders can score")]
    [InlineData("is_decoder", "1", "'is_decoder' is 1; expected true or false")]
    [InlineData("vocab_size", "0", "'vocab_size' is 0; expected an integer from 1 to")]
    [InlineData("vocab_size", "99999999999", "'vocab_size' is 99999999999; expected an integer")]
    [InlineData("hidden_size", "null", "'hidden_size' is missing")]
    [InlineData("hidden_size", "4.5", "'hidden_size' is 4.5; expected an integer")]
    [InlineData("num_attention_heads", "3", "'num_attention_heads', 3, does not divide")]
    [InlineData("num_hidden_layers", "100000", "'num_hidden_layers' is 100000; expected an integer from 1 to 1000")]
    [InlineData("num_hidden_layers", "1", "has the tensor 'encoder.layer.1.attention.output.LayerNorm.bias', but 'num_hidden_layers'")]
    [InlineData("num_hidden_layers", "3", "lacks the tensor 'encoder.layer.2.attention.self.query.weight' [4, 4]")]
    [InlineData("vocab_size", "1000000", "has the shape [7, 4]; config.json demands [1000000, 4]")]
    [InlineData("layer_norm_eps", "\"x\"", "'layer_norm_eps' is \"x\"; expected a number")]
    [InlineData("hidden_dropout_prob", "1", "'hidden_dropout_prob' is 1; expected a number of at least 0 and below 1")]
    public void Load_NamesWhatIsWrongInConfig(string key, string value, string expected)
    {
        Edit("config.json", json => json[key] = JsonNode.Parse(value));

        AssertError(expected);
    }

    [Theory]
    [InlineData("{\"a\":", "is not valid JSON")]
    [InlineData("[]", "holds a JSON Array; expected an object")]
    [InlineData("{\"vocab_size\":1,\"vocab_size\":2}", "is not valid JSON")]
    public void Load_RefusesConfigsThatAreNoObject(string content, string expected)
    {
        _directory.Write("config.json", content);

        AssertError(expected);
    }

    [Fact]
    public void Load_NamesAMissingTensor()
    {
        Rewrite(tensor => tensor.Name.EndsWith("0.output.dense.bias", StringComparison.Ordinal) ? null : tensor);

        AssertError("lacks the tensor 'encoder.layer.0.output.dense.bias' [4]");
    }

    [Fact]
    public void Load_NamesATensorOfAnotherShape()
    {
        Rewrite(tensor => tensor.Name.EndsWith("0.output.dense.weight", StringComparison.Ordinal) ? new Tensor(tensor.Name, [6, 4], tensor.Data) : tensor);

        AssertError("'encoder.layer.0.output.dense.weight' has the shape [6, 4]; config.json demands [4, 6]");
    }

    [Fact]
    public void Load_NamesATensorOfIntegers()
    {
        var header = """{"pooler.dense.bias":{"dtype":"I32","shape":[4],"data_offsets":[0,16]}}"""u8;
        _directory.Write("pooler.safetensors", [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[16]]);
        Shard(("pooler.safetensors", name => name is "pooler.dense.bias"), ("rest.safetensors", _ => true));

        AssertError("'pooler.dense.bias' has the dtype I32; expected F32");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Load_NamesATensorThatIsNotFinite(float value)
    {
        _encoder.Weights["pooler.dense.bias"].Data[2] = value;
        _encoder.Save(_directory.FullName);

        AssertError($"'pooler.dense.bias' holds {value} at position 2; expected finite numbers");
    }

    [Fact]
    public void Load_NamesATensorThatStandsTwice()
    {
        Rewrite(tensor => tensor, new Tensor("bert.pooler.dense.bias", [4], new float[4]));

        AssertError("are both 'pooler.dense.bias'");
    }

    private void AssertError(string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => BaseEncoder.Load(_directory.FullName));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, error.Message, StringComparison.Ordinal);
    }

    private void Edit(string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(_directory[name]))!.AsObject();
        change(json);
        _directory.Write(name, json.ToJsonString());
    }

    private void Rewrite(Func<Tensor, Tensor?> change, params Tensor[] more) =>
        SafetensorsWriter.Write(_directory["model.safetensors"], _encoder.Weights.Tensors.Select(change).OfType<Tensor>().Concat(more));

    // The first file takes the tensors that it wants and is left alone where it exists already.
    private void Shard((string Name, Func<string, bool> Has) first, (string Name, Func<string, bool> Has) second, params string[] more)
    {
        File.Delete(_directory["model.safetensors"]);
        var map = new JsonObject();
        foreach (var name in _encoder.Weights.Tensors.Select(tensor => tensor.Name).Concat(more))
        {
            map[name] = first.Has(name) ? first.Name : second.Name;
        }

        if (!File.Exists(_directory[first.Name]))
        {
            SafetensorsWriter.Write(_directory[first.Name], _encoder.Weights.Tensors.Where(tensor => first.Has(tensor.Name)));
        }

        SafetensorsWriter.Write(_directory[second.Name], _encoder.Weights.Tensors.Where(tensor => !first.Has(tensor.Name)));
        _directory.Write("model.safetensors.index.json", new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = 1 }, ["weight_map"] = map }.ToJsonString());
    }

    private void WriteTokenizer(string type, bool lowerCase)
    {
        var vocab = new JsonObject(_encoder.Vocabulary.Tokens.Select((token, i) => KeyValuePair.Create(token, (JsonNode?)i)));
        var tokenizer = new JsonObject
        {
            ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["lowercase"] = lowerCase, ["strip_accents"] = null, ["handle_chinese_chars"] = true },
            ["model"] = new JsonObject { ["type"] = type, ["continuing_subword_prefix"] = "##", ["vocab"] = vocab },
        };
        _directory.Write("tokenizer.json", tokenizer.ToJsonString());
    }
}
