using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using GwSmm.Encoders;
using GwSmm.Merging;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>Stages whose encoders compute in bytes.</summary>
public class PrecisionTests(MergedFixture fixture) : IClassFixture<MergedFixture>
{
    private static readonly string[] Columns = ["Score", "PredictedLabel", "Q1.Features", "Q2.Score", "Q3.PredictedLabel"];

    [Fact]
    public void Features_in_bytes_point_where_those_in_single_precision_do()
    {
        var single = fixture.Model.LastTransformer;
        var bytes = single.WithPrecision(EncoderPrecision.Int8);

        Assert.Equal((EncoderPrecision.Float32, EncoderPrecision.Int8), (single.Precision, bytes.Precision));
        Assert.Same(single.Model, bytes.Model);
        foreach (var column in new[] { "Q1.Features", "Q2.Features", "Q3.Features" })
        {
            AssertNear(single.Transform(fixture.Test).GetColumn<float[]>(column), bytes.Transform(fixture.Test).GetColumn<float[]>(column));
        }
    }

    [Fact]
    public void Bytes_give_the_scores_that_the_engine_gives_for_any_number_of_threads()
    {
        var bytes = fixture.Model.LastTransformer.WithPrecision(EncoderPrecision.Int8);
        var texts = fixture.TestRows.Select(row => row.Text).ToArray();
        var features = bytes.Transform(fixture.Test).GetColumn<float[]>("Q1.Features").SelectMany(row => row).ToArray();

        Assert.Equal(new MergedScorer(bytes.Model, 1, EncoderPrecision.Int8).Features("Q1", texts), features);
        Assert.Equal(new MergedScorer(bytes.Model, 3, EncoderPrecision.Int8).Features("Q1", texts), features);
    }

    [Fact]
    public void A_saved_stage_keeps_its_precision_and_its_scores()
    {
        using var folder = new TemporaryFolder();
        var bytes = fixture.Model.LastTransformer.WithPrecision(EncoderPrecision.Int8);
        new MLContext().Model.Save(bytes, fixture.Train.Schema, folder.File("bytes.zip"));

        var loaded = Assert.IsType<MultiHeadTransformer>(new MLContext().Model.Load(folder.File("bytes.zip"), out _));

        Assert.Equal(EncoderPrecision.Int8, loaded.Precision);
        Assert.Equal(Cursors.Read(bytes.Transform(fixture.Test), Columns), Cursors.Read(loaded.Transform(fixture.Test), Columns));
        Assert.Equal(Cursors.Read(fixture.Model.Transform(fixture.Test), Columns), Cursors.Read(loaded.WithPrecision(EncoderPrecision.Float32).Transform(fixture.Test), Columns));
    }

    [Fact]
    public void A_zip_from_before_there_was_a_choice_is_in_single_precision()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("old.zip");
        File.Copy(fixture.Zip, path);
        ChangeManifest(path, manifest => Assert.True(manifest.Remove("precision")));

        var loaded = (IEnumerable<ITransformer>)new MLContext().Model.Load(path, out _);

        var stage = Assert.IsType<MultiHeadTransformer>(loaded.Last());
        Assert.Equal(EncoderPrecision.Float32, stage.Precision);
        Assert.Equal(Cursors.Read(fixture.Model.Transform(fixture.Test), Columns), Cursors.Read(stage.Transform(fixture.Test), Columns));
    }

    [Theory]
    [InlineData("\"Int9\"")]
    [InlineData("\"17\"")]
    [InlineData("17")]
    public void A_precision_that_is_none_is_refused(string precision)
    {
        var manifest = JsonNode.Parse(StageFiles.ToJson(new TextScorerManifest()))!;
        manifest["precision"] = JsonNode.Parse(precision);

        var error = Assert.Throws<GwSmmException>(() => StageFiles.Parse<TextScorerManifest>(manifest.ToJsonString(), "Transform_000"));

        Assert.Contains("'Transform_000/Manifest.json' is not valid: ", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(nameof(precision), () => fixture.Model.LastTransformer.WithPrecision((EncoderPrecision)17));
        var ml = new MLContext(1);
        Assert.Contains("TextScorerOptions.Precision is 17; it must be one of Float32, Int8", Assert.Throws<GwSmmException>(
            () => ml.GwSmm().TextScorer("Q1", Toy.Base, new TextScorerOptions { Precision = (EncoderPrecision)17 })).Message, StringComparison.Ordinal);
        Assert.Contains("GwMergeOptions.Precision is 17", Assert.Throws<GwSmmException>(
            () => ml.GwSmm().TextScorer("Q1", Toy.Base).AppendGwMerge(ml, new GwMergeOptions { Precision = (EncoderPrecision)17 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_decide_what_the_fitted_stages_score_in_but_not_how_they_are_trained_and_merged()
    {
        var (single, bytes) = (Fit(EncoderPrecision.Float32), Fit(EncoderPrecision.Int8));

        Assert.Equal((EncoderPrecision.Float32, EncoderPrecision.Int8), (single.Precision, bytes.Precision));
        foreach (var (expected, actual) in single.Model.Groups.Zip(bytes.Model.Groups))
        {
            Assert.All(expected.Weights.Tensors, tensor => Assert.Equal(tensor.Data, actual.Weights[tensor.Name].Data));
        }

        MultiHeadTransformer Fit(EncoderPrecision precision)
        {
            var ml = new MLContext(seed: 7);
            var options = Toy.Quick with { Precision = precision };
            return ml.GwSmm().TextScorer("Q1", Toy.Base, options)
                .Append(ml.GwSmm().TextScorer("Q2", Toy.Base, options))
                .AppendGwMerge(ml, new GwMergeOptions { MaxGroupSize = 2, Precision = precision }).Fit(fixture.Train).LastTransformer;
        }
    }

    [Fact]
    public void A_single_scorer_has_a_precision_too()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(1);
        var bytes = ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick with { Precision = EncoderPrecision.Int8 }).Fit(fixture.Train);
        ml.Model.Save(bytes, fixture.Train.Schema, folder.File("single.zip"));
        bytes.Model.Save(folder.File("scorer"));

        var loaded = Assert.IsType<TextScorerTransformer>(new MLContext().Model.Load(folder.File("single.zip"), out _));
        var read = ml.GwSmm().LoadScorer(folder.File("scorer"), options: new TextScorerOptions { Precision = EncoderPrecision.Int8 }).Transformer;

        Assert.Equal((EncoderPrecision.Int8, EncoderPrecision.Int8), (loaded.Precision, read.Precision));
        var features = bytes.Transform(fixture.Test).GetColumn<float[]>("Q2.Features").ToArray();
        Assert.Equal(features, loaded.Transform(fixture.Test).GetColumn<float[]>("Q2.Features"));
        Assert.Equal(features, read.Transform(fixture.Test).GetColumn<float[]>("Q2.Features"));
        AssertNear(bytes.WithPrecision(EncoderPrecision.Float32).Transform(fixture.Test).GetColumn<float[]>("Q2.Features"), features);
    }

    [Fact]
    public void The_precision_of_a_loaded_pipeline_is_set_with_its_other_stages_kept()
    {
        var ml = new MLContext(1);
        var loaded = ml.Model.Load(fixture.Zip, out _);

        var bytes = loaded.WithPrecision(EncoderPrecision.Int8);

        Assert.Equal(Toy.Stages(loaded).Length, bytes.Count());
        Assert.Equal(EncoderPrecision.Int8, Assert.IsType<MultiHeadTransformer>(bytes.Last()).Precision);
        Assert.Equal(
            Cursors.Read(fixture.Model.LastTransformer.WithPrecision(EncoderPrecision.Int8).Transform(fixture.Test), Columns), Cursors.Read(bytes.Transform(fixture.Test), Columns));
        var copy = ml.Transforms.CopyColumns("Copy", "Text").Fit(fixture.Test);
        Assert.Contains("no text scorer among the 1 stages", Assert.Throws<GwSmmException>(() => copy.WithPrecision(EncoderPrecision.Int8)).Message, StringComparison.Ordinal);
    }

    private static void AssertNear(IEnumerable<float[]> expected, IEnumerable<float[]> actual)
    {
        var different = false;
        foreach (var (first, second) in expected.Zip(actual))
        {
            Assert.InRange(TensorPrimitives.CosineSimilarity(first, second), 0.999f, 1.0001f);
            different |= !first.AsSpan().SequenceEqual(second);
        }

        Assert.True(different);
    }

    private static void ChangeManifest(string path, Action<JsonObject> change)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = zip.Entries.Single(entry => string.Equals(entry.Name, "Manifest.json", StringComparison.Ordinal));
        JsonObject manifest;
        using (var old = entry.Open())
        {
            manifest = JsonNode.Parse(old)!.AsObject();
        }

        change(manifest);
        var name = entry.FullName;
        entry.Delete();
        using var stream = new StreamWriter(zip.CreateEntry(name).Open());
        stream.Write(manifest.ToJsonString());
    }
}
