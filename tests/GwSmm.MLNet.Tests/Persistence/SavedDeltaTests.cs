using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>Items that keep a small correction of the shared encoder, through ML.NET's own zip.</summary>
public class SavedDeltaTests(MergedFixture fixture) : IClassFixture<MergedFixture>
{
    [Fact]
    public void A_model_with_deltas_scores_the_same_after_loading()
    {
        using var folder = new TemporaryFolder();
        var transformer = WithDeltas();
        new MLContext().Model.Save(transformer, fixture.Train.Schema, folder.File("deltas.zip"));
        var loaded = new MLContext().Model.Load(folder.File("deltas.zip"), out _);

        string[] columns = ["Score", "PredictedLabel", "Q1.Features", "Q2.Score", "Q3.PredictedLabel"];
        Assert.Equal(Cursors.Read(transformer.Transform(fixture.Test), columns), Cursors.Read(loaded.Transform(fixture.Test), columns));
        Assert.NotEqual(Cursors.Read(fixture.Model.Transform(fixture.Test), "Q1.Features"), Cursors.Read(loaded.Transform(fixture.Test), "Q1.Features"));
    }

    [Fact]
    public void Each_item_is_scored_by_its_own_encoder()
    {
        var transformer = WithDeltas();
        var texts = fixture.TestRows.Select(row => row.Text).ToArray();
        var scored = transformer.Transform(fixture.Test);
        var routed = scored.GetColumn<float[]>("Score").ToArray();
        foreach (var item in new[] { "Q1", "Q2", "Q3" })
        {
            var model = transformer.Model;
            var weights = model.Groups[model.GroupIndexOf(item)].Weights;
            weights = model.DeltaOf(item)?.ApplyTo(weights) ?? weights;
            var features = new TextEncoder(model.Config, weights, new TextTokenizer(model.Vocabulary, model.LowerCase), model.Features, 1).Encode(texts);
            Assert.Equal(features, scored.GetColumn<float[]>(item + ".Features").SelectMany(row => row));
            var probabilities = HeadPredictor.Probabilities(model.HeadOf(item), features);
            for (var row = 0; row < texts.Length; row++)
            {
                if (string.Equals(fixture.TestRows[row].Item, item, StringComparison.Ordinal))
                {
                    Assert.Equal(probabilities.Skip(row * 3).Take(3).Max(), routed[row].Max(), 1e-6);
                }
            }
        }
    }

    [Fact]
    public void In_bytes_each_item_is_scored_by_the_bytes_of_its_own_encoder()
    {
        using var folder = new TemporaryFolder();
        var transformer = WithDeltas().WithPrecision(EncoderPrecision.Int8);
        new MLContext().Model.Save(transformer, fixture.Train.Schema, folder.File("bytes.zip"));
        var texts = fixture.TestRows.Select(row => row.Text).ToArray();
        var model = transformer.Model;
        foreach (var stage in new[] { transformer, new MLContext().Model.Load(folder.File("bytes.zip"), out _) })
        {
            var scored = stage.Transform(fixture.Test);
            foreach (var item in new[] { "Q1", "Q2", "Q3" })
            {
                var weights = model.Groups[model.GroupIndexOf(item)].Weights;
                weights = model.DeltaOf(item)?.ApplyTo(weights) ?? weights;
                var encoder = new TextEncoder(model.Config, weights, new TextTokenizer(model.Vocabulary, model.LowerCase), model.Features, 1, EncoderPrecision.Int8);
                Assert.Equal(encoder.Encode(texts), scored.GetColumn<float[]>(item + ".Features").SelectMany(row => row));
            }
        }
    }

    private MultiHeadTransformer WithDeltas()
    {
        var fitted = fixture.Model.LastTransformer;
        var (merged, group) = (fitted.Model, fitted.Model.Groups[0]);
        var deltas = group.Items.Where(item => !string.Equals(item, "Q3", StringComparison.Ordinal))
            .ToDictionary(item => item, item => DeltaBuilder.Build(group.Weights, Perturbed(group.Weights, item)), StringComparer.Ordinal);
        var corrected = new MergedGroup(group.Items, group.Weights, group.Items.ToDictionary(item => item, group.HeadOf, StringComparer.Ordinal), group.Reason, deltas);
        var model = new MergedModel(merged.Config, merged.Vocabulary, merged.LowerCase, merged.Features, [corrected, .. merged.Groups.Skip(1)], merged.Provenance);
        var manifest = new MultiHeadManifest
        {
            Product = StageManifest.ThisProduct,
            TextColumn = "Text",
            ItemColumn = "Item",
            LabelColumn = "Label",
            Items = fitted.Items,
            ItemClasses = fitted.Items.ToDictionary(item => item, item => merged.HeadOf(item).Labels, StringComparer.Ordinal),
            Classes = fitted.Classes,
            Report = fitted.Report,
        };
        return new MultiHeadTransformer(new MLContext(1), model, manifest, result: null);
    }

    private static EncoderWeights Perturbed(EncoderWeights weights, string item)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(5, item));
        var result = weights.Clone();
        foreach (var tensor in result.Tensors)
        {
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += 0.02f * (float)random.NextGaussian();
            }
        }

        return result;
    }
}
