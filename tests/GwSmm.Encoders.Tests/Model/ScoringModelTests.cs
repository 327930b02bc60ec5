using System.Text.Json.Nodes;

namespace GwSmm.Encoders.Tests.Model;

public sealed class ScoringModelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(HeadKind.MultiClass, Pooling.Mean)]
    [InlineData(HeadKind.MultiLabel, Pooling.Pooler)]
    [InlineData(HeadKind.MultiClass, Pooling.Cls)]
    public void Load_ReadsWhatSaveWrote(HeadKind kind, Pooling pooling)
    {
        var model = Models.Scorer(kind, pooling);
        model.Save(_directory.FullName);

        var loaded = ScoringModel.Load(_directory.FullName);

        Assert.Equal("Q1", loaded.Item);
        Assert.Equal(model.Config, loaded.Config);
        Models.AssertSame(model.Weights, loaded.Weights);
        Assert.Equal(model.Vocabulary.Sha256, loaded.Vocabulary.Sha256);
        Assert.Equal(200, loaded.Vocabulary.MaxWordLength);
        Assert.Equal(model.LowerCase, loaded.LowerCase);
        Assert.Equal(model.Features, loaded.Features);
        Assert.Equal(model.BaseHash, loaded.BaseHash);
        Assert.Equal(model.Training, loaded.Training);
        Assert.Equal(kind, loaded.Head.Kind);
        Assert.Equal(model.Head.Labels, loaded.Head.Labels);
        Assert.Equal(model.Head.Weight, loaded.Head.Weight);
        Assert.Equal(model.Head.Bias, loaded.Head.Bias);
        Assert.Equal(model.Head.Thresholds, loaded.Head.Thresholds);
        Assert.Equal("Q7", ScoringModel.Load(_directory.FullName, "Q7").Item);
    }

    [Fact]
    public void Load_ReadsTheCutPointsThatSaveWrote()
    {
        var model = Models.Scorer();
        var head = new ScoringHead(model.Head.Kind, model.Head.Labels, model.Head.Weight, model.Head.Bias, null, [0.75f, 1.25f]);
        new ScoringModel("Q1", model.Config, model.Weights, model.Vocabulary, model.LowerCase, model.Features, head, model.BaseHash).Save(_directory.FullName);

        Assert.Equal([0.75f, 1.25f], ScoringModel.Load(_directory.FullName).Head.CutPoints);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(200, 2)]
    [InlineData(50, 2)]
    public void Save_UsesTheNewVersionOnlyWhereOlderProgramsWouldCutWordsElsewhere(int longest, int version)
    {
        var model = Models.Scorer();
        new ScoringModel("Q1", model.Config, model.Weights, model.Vocabulary.WithMaxWordLength(longest), model.LowerCase, model.Features, model.Head, model.BaseHash).Save(_directory.FullName);

        Assert.Equal(version, (int)JsonNode.Parse(File.ReadAllText(_directory["gwsmm.json"]))!["formatVersion"]!);
        Assert.Equal(longest, ScoringModel.Load(_directory.FullName).Vocabulary.MaxWordLength);
    }

    [Fact]
    public void Load_TakesWordsOfUpTo100LettersInADirectoryFromBeforeTheyCouldBeLonger()
    {
        Models.Scorer().Save(_directory.FullName);
        var description = JsonNode.Parse(File.ReadAllText(_directory["gwsmm.json"]))!;
        description["formatVersion"] = 1;
        description["sha256"]!.AsObject().Remove("tokenizer.json");
        File.WriteAllText(_directory["gwsmm.json"], description.ToJsonString());
        File.Delete(_directory["tokenizer.json"]);

        Assert.Equal(100, ScoringModel.Load(_directory.FullName).Vocabulary.MaxWordLength);
    }

    [Fact]
    public void Save_TwiceGivesTheSameBytes()
    {
        Models.Scorer().Save(_directory["a"]);
        Models.Scorer().Save(_directory["b"]);

        foreach (var file in Directory.GetFiles(_directory["a"]))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_directory["b"], Path.GetFileName(file))));
        }
    }

    [Fact]
    public void Save_WritesWhatTransformersExpects()
    {
        Models.Scorer(HeadKind.MultiLabel).Save(_directory.FullName);

        var config = JsonNode.Parse(File.ReadAllText(_directory["config.json"]))!;
        using var tensors = SafetensorsReader.Open(_directory["model.safetensors"]);

        Assert.Equal("BertForSequenceClassification", (string?)config["architectures"]![0]);
        Assert.Equal("multi_label_classification", (string?)config["problem_type"]);
        Assert.Equal("2", (string?)config["id2label"]!["2"]);
        Assert.Equal(2, (int)config["label2id"]!["2"]!);
        Assert.Equal("pt", tensors.Metadata["format"]);
        Assert.Equal([3L, 4L], tensors.Entries["classifier.weight"].Shape);
        Assert.Contains("bert.encoder.layer.1.output.LayerNorm.weight", tensors.Entries.Keys, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(Pooling.Pooler, Pooling.Pooler)]
    [InlineData(Pooling.Mean, Pooling.Cls)]
    public void Load_ForeignClassifierReadsPoolerOrElseCls(Pooling saved, Pooling expected)
    {
        Foreign(pooling: saved);

        var loaded = ScoringModel.Load(_directory.FullName, "ice");

        Assert.Equal("ice", loaded.Item);
        Assert.Equal(new FeatureOptions { Pooling = expected, MaxTokens = 5 }, loaded.Features);
        Assert.Null(loaded.Training);
        Assert.Empty(loaded.BaseHash);
    }

    [Fact]
    public void Load_ForeignClassifierWithoutLabelsNumbersThem()
    {
        Foreign();
        Edit("config.json", json => json.Remove("id2label"));

        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], ScoringModel.Load(_directory.FullName, "x").Head.Labels, StringComparer.Ordinal);
    }

    [Fact]
    public void Load_ForeignClassifierNeedsAnItem()
    {
        Foreign();

        AssertError("does not say which item its model scores", item: null);
    }

    [Theory]
    [InlineData("problem_type", "\"regression\"", "'problem_type' is 'regression'; expected single_label_classification")]
    [InlineData("id2label", """{"0":"a","1":"b"}""", "has the shape [3, 4], but 'id2label' in")]
    [InlineData("id2label", """{"0":"a","1":"b","2":"a"}""", "has the label 'a' twice")]
    [InlineData("id2label", """{"0":"a","1":"b","3":"c"}""", "'id2label' holds \"3\": \"c\"; expected the numbers 0 to 2")]
    [InlineData("id2label", "[]", "'id2label' is no object")]
    public void Load_NamesWhatIsWrongWithAClassifier(string key, string value, string expected)
    {
        Foreign();
        Edit("config.json", json => json[key] = JsonNode.Parse(value));

        AssertError(expected);
    }

    [Fact]
    public void Load_RefusesAnEncoderWithoutClassifier()
    {
        Models.Base().Save(_directory.FullName);

        AssertError("it is an encoder, not a scoring model");
    }

    [Fact]
    public void Load_NamesAClassifierWithoutBias()
    {
        Foreign();
        using (var reader = SafetensorsReader.Open(_directory["model.safetensors"]))
        {
            var kept = reader.Entries.Keys.Where(name => name is not "classifier.bias").Select(name => reader.Read(name)).ToList();
            SafetensorsWriter.Write(_directory["other"], kept);
        }

        File.Move(_directory["other"], _directory["model.safetensors"], overwrite: true);

        AssertError("lacks the tensor 'classifier.bias' [3]");
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("vocab.txt")]
    [InlineData("config.json")]
    public void Load_NamesAFileThatChangedSinceItWasSaved(string name)
    {
        Models.Scorer().Save(_directory.FullName);
        var bytes = File.ReadAllBytes(_directory[name]);
        bytes[^2] ^= 1;
        _directory.Write(name, bytes);

        AssertError($"the file '{name}' beside it is not the one that was saved");
    }

    [Fact]
    public void Load_NamesAFileThatIsMissing()
    {
        Models.Scorer().Save(_directory.FullName);
        File.Delete(_directory["tokenizer_config.json"]);

        AssertError("the file 'tokenizer_config.json' beside it is missing");
    }

    [Theory]
    [InlineData("formatVersion", "3", "it has the format version 3, and this program reads up to 2. Update the program")]
    [InlineData("formatVersion", "\"1\"", "'formatVersion' is \"1\"; expected an integer")]
    [InlineData("format", "\"x\"", "'format' is 'x'; expected 'gwsmm-scorer'")]
    [InlineData("item", "\"\"", "does not say which item")]
    [InlineData("features", "null", "'features' is missing")]
    [InlineData("features", """{"pooling":"Sum"}""", "'features' cannot be read")]
    [InlineData("features", """{"pooling":"Mean","tokens":3}""", "'features' cannot be read")]
    [InlineData("features", """{"pooling":"Pooler","maxTokens":5}""", "do not fit the encoder of 2 layers and 5 positions without pooler")]
    [InlineData("features", """{"pooling":"Mean","maxTokens":6}""", "do not fit the encoder")]
    [InlineData("features", """{"pooling":"Mean","maxTokens":5,"layer":3}""", "do not fit the encoder")]
    [InlineData("thresholds", "[0.5,0.5]", "'thresholds' are [0.5, 0.5]; expected one number between 0 and 1")]
    [InlineData("cutPoints", "[0.5]", "'cutPoints' do not fit: The cut points are [0.5]; expected 2 finite numbers in ascending order for 3 labels")]
    [InlineData("cutPoints", "[1.5,0.5]", "'cutPoints' do not fit")]
    [InlineData("training", """{"seed":1}""", "'training' cannot be read")]
    public void Load_NamesWhatIsWrongInGwsmmJson(string key, string value, string expected)
    {
        Models.Scorer().Save(_directory.FullName);
        Edit("gwsmm.json", json => json[key] = JsonNode.Parse(value));

        AssertError(expected, item: null);
    }

    [Fact]
    public void Constructor_RefusesPartsThatDoNotFit()
    {
        var model = Models.Scorer();
        var narrow = new ScoringHead(HeadKind.MultiClass, ["a", "b"], new float[6], new float[2]);

        Assert.Throws<ArgumentException>(() => new ScoringModel("x", model.Config, model.Weights, model.Vocabulary, true, model.Features, narrow, string.Empty));
        Assert.Throws<ArgumentException>(() => new ScoringModel("x", model.Config, model.Weights, model.Vocabulary, true, new FeatureOptions { Pooling = Pooling.Pooler }, model.Head, string.Empty));
        Assert.Throws<ArgumentException>(() => new ScoringModel("", model.Config, model.Weights, model.Vocabulary, true, model.Features, model.Head, string.Empty));
    }

    private void Foreign(Pooling pooling = Pooling.Pooler)
    {
        Models.Scorer(pooling: pooling).Save(_directory.FullName);
        File.Delete(_directory["gwsmm.json"]);
    }

    private void AssertError(string expected, string? item = "Q1")
    {
        var error = Assert.Throws<GwSmmException>(() => ScoringModel.Load(_directory.FullName, item));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.FullName, error.Message, StringComparison.Ordinal);
    }

    private void Edit(string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(_directory[name]))!.AsObject();
        change(json);
        _directory.Write(name, json.ToJsonString());
    }
}
