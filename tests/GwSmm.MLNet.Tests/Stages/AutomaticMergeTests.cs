using Microsoft.ML;

namespace GwSmm.MLNet.Tests;

/// <summary>A merge that chooses, from pipeline to saved zip.</summary>
public class AutomaticMergeTests
{
    [Fact]
    public void The_log_and_the_saved_report_say_what_was_taken_and_why()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 7);
        var log = new List<string>();
        ml.Log += (_, line) => log.Add(line.Message);
        var train = ml.Data.LoadFromEnumerable(Toy.Responses(48, 1, "Q1", "Q2", "Q3"));
        var options = GwMergeOptions.Auto(retention: 0.9, maxStorage: 0.05);
        var model = ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick)
            .Append(ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick))
            .Append(ml.GwSmm().TextScorer("Q3", Toy.Base, Toy.Quick))
            .AppendGwMerge(ml, options with { Automatic = options.Automatic! with { WorstRetention = 0.5, Resamples = 100 } })
            .Fit(train);
        ml.Model.Save(model, train.Schema, folder.File("auto.zip"));

        var loaded = Toy.Stages(new MLContext().Model.Load(folder.File("auto.zip"), out _)).OfType<MultiHeadTransformer>().Single();
        var report = loaded.Report.Automatic!;
        Assert.Equal(model.LastTransformer.Report.Automatic!.Chosen, report.Chosen);
        Assert.Equal("automatic", loaded.Report.Method);
        Assert.Equal(["Q1", "Q2", "Q3"], report.Chosen.Select(trial => trial.Item));
        Assert.All(report.Chosen, trial => Assert.True(trial.Accepted));
        Assert.All(report.Explain(), line => Assert.Contains(log, entry => entry.Contains(line, StringComparison.Ordinal)));

        // An item alone has the refitted head that was measured, not the one it was trained with.
        var merge = model.LastTransformer.Result!;
        Assert.All(merge.Items, item => Assert.NotNull(item.Refit));

        // No three encoders fit into a twentieth of themselves.
        Assert.False(report.WithinStorage);
        Assert.Contains(log, entry => entry.Contains("nothing so small keeps the scores", StringComparison.Ordinal));
        Assert.Contains(log, entry => entry.Contains(FormattableString.Invariant($"{100 * (report.Storage - 0.05):F1} percentage points less"), StringComparison.Ordinal));
        Assert.Equal((double)loaded.Report.BytesAfter / loaded.Report.BytesBefore, report.Storage, 12);
    }

    [Fact]
    public void Heads_as_they_were_are_refused_for_they_are_not_measured()
    {
        var ml = new MLContext(seed: 7);
        var train = ml.Data.LoadFromEnumerable(Toy.Responses(24, 1, "Q1", "Q2"));
        var pipeline = ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick).Append(ml.GwSmm().TextScorer("Q2", Toy.Base, Toy.Quick)).AppendGwMerge(ml, GwMergeOptions.Auto() with { RefitHeads = false });
        Assert.Contains("RefitHeads true", Assert.Throws<GwSmmException>(() => pipeline.Fit(train)).Message, StringComparison.Ordinal);
    }
}
