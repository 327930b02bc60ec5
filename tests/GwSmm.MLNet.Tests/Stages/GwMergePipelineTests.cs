using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet.Tests;

public class GwMergePipelineTests(MergedFixture fixture) : IClassFixture<MergedFixture>
{
    private readonly MLContext _ml = new(seed: 7);

    [Fact]
    public void The_fitted_pipeline_is_the_multi_head_stage_alone()
    {
        var model = fixture.Model;

        Assert.Same(model.LastTransformer, Assert.Single(Toy.Stages(model)));
        Assert.Equal(["Q1", "Q2", "Q3"], model.LastTransformer.Items);
        Assert.Equal(["0", "1", "2"], model.LastTransformer.Classes);
    }

    [Fact]
    public void Evaluate_agrees_with_counting()
    {
        var scored = fixture.Model.Transform(fixture.Test);
        var metrics = fixture.Context.MulticlassClassification.Evaluate(scored, labelColumnName: "Label");

        var rows = fixture.Context.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false, ignoreMissingColumns: true).ToArray();
        var right = rows.Zip(fixture.TestRows, (row, truth) => (int)row.PredictedLabel - 1 == (int)truth.Label ? 1.0 : 0).Average();
        var loss = rows.Zip(fixture.TestRows, (row, truth) => -Math.Log(row.Score[(int)truth.Label])).Average();
        Assert.Equal(right, metrics.MicroAccuracy, 1e-12);
        Assert.Equal(loss, metrics.LogLoss, 1e-6);
        Assert.True(right > 0.5, $"Only {right:P0} of the responses are scored right.");
    }

    [Fact]
    public void A_prediction_engine_gives_what_the_cursor_gives()
    {
        var scored = fixture.Context.Data.CreateEnumerable<Scored>(fixture.Model.Transform(fixture.Test), reuseRowObject: false, ignoreMissingColumns: true).ToArray();
        var engine = fixture.Context.Model.CreatePredictionEngine<Response, Scored>(fixture.Model);

        for (var i = 0; i < scored.Length; i++)
        {
            var single = engine.Predict(fixture.TestRows[i]);
            Assert.Equal(scored[i].PredictedLabel, single.PredictedLabel);
            Assert.Equal(scored[i].Score, single.Score);
        }
    }

    [Fact]
    public void A_prediction_engine_recovers_from_a_bad_row()
    {
        var engine = fixture.Context.Model.CreatePredictionEngine<Response, Scored>(fixture.Model);
        var expected = engine.Predict(fixture.TestRows[0]).Score;

        Assert.Contains("Q9", Assert.Throws<GwSmmException>(() => engine.Predict(new Response { Item = "Q9", Text = "light" })).Message, StringComparison.Ordinal);
        Assert.Contains("empty text", Assert.Throws<GwSmmException>(() => engine.Predict(new Response { Item = "Q1", Text = " " })).Message, StringComparison.Ordinal);
        Assert.Equal(expected, engine.Predict(fixture.TestRows[0]).Score);
    }

    [Fact]
    public void Engines_on_many_threads_agree()
    {
        var expected = fixture.Model.Transform(fixture.Test).GetColumn<uint>("PredictedLabel").ToArray();
        var results = new uint[8][];

        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            var engine = new MLContext().Model.CreatePredictionEngine<Response, Scored>(fixture.Model);
            results[worker] = [.. fixture.TestRows.Select(row => engine.Predict(row).PredictedLabel)];
        });

        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Other_stages_stay_in_their_order()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick))
            .Append(_ml.Transforms.Conversion.MapValueToKey("ItemKey", "Item"))
            .Append(_ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick))
            .AppendGwMerge(_ml)
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"));
        var model = pipeline.Fit(fixture.Train);

        var outer = Toy.Stages(model);
        Assert.Equal(2, outer.Length);
        var inner = Toy.Stages(outer[0]);
        Assert.Equal(["ValueToKeyMappingTransformer", "ValueToKeyMappingTransformer", nameof(MultiHeadTransformer)], inner.Select(stage => stage.GetType().Name));

        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, fixture.Train.Schema, folder.File("m.zip"));
        var data = _ml.Data.LoadFromEnumerable(fixture.TestRows.Where(row => row.Item != "Q3"));
        var scored = new MLContext().Model.Load(folder.File("m.zip"), out _).Transform(data);
        Assert.All(scored.GetColumn<string>("Predicted"), value => Assert.Contains(value, new[] { "0", "1", "2" }));
        Assert.Equal(1, scored.Schema.Count(column => column.Name == "ItemKey"));
    }

    [Fact]
    public void TextScorers_finds_every_item()
    {
        var model = _ml.GwSmm().TextScorers(Toy.Base, "Item", Toy.Quick).AppendGwMerge(_ml, new GwMergeOptions { MaxGroupSize = 2 }).Fit(fixture.Train);

        Assert.Equal(["Q1", "Q2", "Q3"], model.LastTransformer.Items);
        Assert.Equal(2, model.LastTransformer.Report.Groups.Count);
    }

    [Fact]
    public void Fitted_scorers_can_be_merged_without_a_pipeline()
    {
        var scorers = Toy.Stages(_ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick).Fit(fixture.Train)).Cast<TextScorerTransformer>().ToArray();
        var merged = _ml.GwSmm().Merge(scorers, fixture.Train, new GwMergeOptions { Seed = 5, MaxGroupSize = 3 });

        Assert.Equal(15 * 3, merged.Transform(fixture.Test).GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(5u, merged.Report.Seed);
    }

    [Fact]
    public void The_report_tells_groups_distances_accuracy_and_bytes()
    {
        var report = fixture.Model.LastTransformer.Report;

        Assert.Equal([["Q1", "Q2", "Q3"]], report.Groups);
        Assert.Equal(["Q1", "Q2", "Q3"], report.Distances!.Names);
        Assert.Equal(["Q1", "Q2", "Q3"], report.Items.Select(item => item.Item));
        Assert.All(report.Items, item => Assert.Equal((1, 24, 24), (item.Group, item.Responses, item.MeasuredResponses)));
        Assert.All(report.Items, item => Assert.InRange(item.AccuracyBefore, 0.3, 1));
        Assert.All(report.Items, item => Assert.InRange(item.AccuracyAfter, 0.3, 1));
        Assert.InRange(report.BytesAfter, report.BytesBefore / 3, report.BytesBefore / 2);
    }

    [Fact]
    public void The_log_has_a_line_per_epoch_and_per_pair()
    {
        var lines = fixture.Log.Where(line => line.Kind == ChannelMessageKind.Info && line.Source.StartsWith("GwSmm", StringComparison.Ordinal)).ToArray();

        Assert.Equal(9, lines.Count(line => line.RawMessage.Contains("epoch ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.RawMessage.StartsWith("Item 'Q2', epoch 3 of 3: loss ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.RawMessage.Contains("Merging 3 scorers with method 'average'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.RawMessage.StartsWith("Distances ", StringComparison.Ordinal) && line.RawMessage.Contains("items Q1 and Q3: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_seed_of_the_context_decides()
    {
        var first = Bits(7, 1);
        Assert.Equal(first, Bits(7, 2));
        Assert.NotEqual(first, Bits(8, 1));

        float[] Bits(int seed, int threads)
        {
            var ml = new MLContext(seed);
            var options = Toy.Quick with { Training = Toy.Quick.Training! with { Threads = threads, Epochs = 1 } };
            var scored = ml.GwSmm().TextScorer("Q1", Toy.Base, options).Fit(fixture.Train).Transform(fixture.Test);
            return [.. scored.GetColumn<float[]>("Q1.Score").SelectMany(row => row)];
        }
    }

    [Fact]
    public void Training_and_merging_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => _ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick with { CancellationToken = source.Token }).Fit(fixture.Train));
        Assert.ThrowsAny<OperationCanceledException>(() => _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick)
            .AppendGwMerge(_ml, new GwMergeOptions { CancellationToken = source.Token }).Fit(fixture.Train));
    }

    [Fact]
    public void Progress_hears_of_epochs_and_of_the_merge()
    {
        var epochs = new List<int>();
        var steps = 0;
        _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick with { Progress = new DirectProgress<Encoders.EpochProgress>(epoch => epochs.Add(epoch.Epoch)) })
            .AppendGwMerge(_ml, new GwMergeOptions { Progress = new DirectProgress<Merging.MergeProgress>(_ => Interlocked.Increment(ref steps)) })
            .Fit(fixture.Train);

        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], epochs);
        Assert.True(steps > 0);
    }
}
