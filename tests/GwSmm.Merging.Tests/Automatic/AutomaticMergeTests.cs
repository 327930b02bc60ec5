using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class AutomaticMergeTests
{
    // Small validation parts prove little; the bound is tested by itself.
    private static readonly AutoMergeOptions Automatic = new() { WorstRetention = 0.5, Resamples = 100, ValidationFraction = 0.5 };

    private static readonly LayerSharingOptions Sharing = new() { MaxTexts = 20 };

    [Fact]
    public void Models_that_hardly_differ_share_one_encoder_without_corrections()
    {
        var result = Merge(Models(0.0005f), Automatic);

        Assert.Single(result.Model.Groups);
        Assert.All(result.Automatic!.Chosen, trial => Assert.Equal(AutoTrial.NoCorrection, trial.Correction));
        Assert.Equal("one group of all items, average", result.Automatic.Structure);
        Assert.InRange(result.Automatic.Storage, 0.33, 0.4);
        Assert.Equal("automatic", result.Model.Provenance.Method);
    }

    [Fact]
    public void Models_that_differ_keep_their_scores_by_corrections_or_their_own_encoders()
    {
        var models = Models(0.4f);
        var result = Merge(models, Automatic);
        var report = result.Automatic!;

        Assert.Contains(report.Trials, trial => !trial.Accepted);
        Assert.All(report.Chosen, trial => Assert.True(trial.Accepted && trial.Retention >= Automatic.Retention, trial.ToString()));
        Assert.Equal((double)result.Model.ParameterBytes / result.BytesBefore, report.Storage);
        foreach (var trial in report.Chosen)
        {
            var group = result.Model.Groups[result.Model.GroupIndexOf(trial.Item)];
            var isAlone = string.Equals(trial.Correction, AutoTrial.OwnEncoder, StringComparison.Ordinal);
            Assert.Equal(isAlone, group.Items.Count == 1);
            Assert.Equal(isAlone || string.Equals(trial.Correction, AutoTrial.NoCorrection, StringComparison.Ordinal), group.DeltaOf(trial.Item) is null);
            if (isAlone)
            {
                Assert.Same(models.Single(model => string.Equals(model.Item, trial.Item, StringComparison.Ordinal)).Weights, group.Weights);
            }
        }
    }

    [Fact]
    public void Where_nothing_keeps_the_scores_every_item_stays_alone_and_the_report_says_so()
    {
        var result = Merge(Models(1.5f), Automatic with { Retention = 1, WorstRetention = 1, Corrections = [], MaxStorage = 0.4 });
        var report = result.Automatic!;

        Assert.Equal(3, result.Model.Groups.Count);
        Assert.False(report.WithinStorage);
        Assert.All(report.Chosen, trial => Assert.Equal(AutoTrial.OwnEncoder, trial.Correction));
        Assert.Contains(report.Explain(), line => line.Contains("at most 40.0", StringComparison.Ordinal) && line.Contains("60.0 percentage points above", StringComparison.Ordinal));

        // The whole is given up as soon as it cannot become smaller, so some items need not have been tried at all; there is a reason for each.
        Assert.Contains("item 1: own encoder, ", report.Explain()[2], StringComparison.Ordinal);
        Assert.Contains("one group of all items, average: none keeps ", report.Explain()[2], StringComparison.Ordinal);
        Assert.All(report.Explain().Skip(2), line => Assert.EndsWith(")", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5f)]
    [InlineData(0.4f)]
    public void An_item_left_alone_gets_the_refitted_head_that_was_measured(float change)
    {
        var models = Models(change);
        var alone = new ModelMerger(new MergeOptions { Plan = MergePlan.Alone(["1", "2", "3"]), Threads = 1, Seed = 3 }).Merge(models, TinyModels.ResponsesOf(models, 160));
        var result = Merge(models, Automatic with { Retention = 1, WorstRetention = 1, Corrections = [] });
        var own = result.Automatic!.Chosen.Where(trial => string.Equals(trial.Correction, AutoTrial.OwnEncoder, StringComparison.Ordinal)).Select(trial => trial.Item).ToArray();

        Assert.NotEmpty(own);
        foreach (var item in own)
        {
            var expected = alone.Items.Single(other => string.Equals(other.Item, item, StringComparison.Ordinal)).IndividualRefitted!.Head;
            Assert.Equal(expected.Weight, result.Model.HeadOf(item).Weight);
            Assert.Equal(expected.Bias, result.Model.HeadOf(item).Bias);
        }
    }

    [Theory]
    [InlineData(HeadFit.Keep)]
    [InlineData(HeadFit.Training)]
    public void Heads_that_are_not_measured_are_refused(HeadFit fit)
    {
        var error = Assert.Throws<GwSmmException>(() => new ModelMerger(new MergeOptions { Automatic = Automatic, HeadFit = fit }));
        Assert.Contains($"Automatic and HeadFit {fit}", error.Message, StringComparison.Ordinal);
        _ = new ModelMerger(new MergeOptions { Automatic = Automatic, HeadFit = HeadFit.Refit });
    }

    [Fact]
    public void The_method_that_is_not_used_decides_nothing()
    {
        var models = Models(0.0005f);
        var result = new ModelMerger(new MergeOptions { Automatic = Automatic, Method = new PaperTiesMerge(), Threads = 1, RefitIndividuals = false }).Merge(models, TinyModels.ResponsesOf(models, 160));
        Assert.Equal(HeadFit.Refit, result.Model.Provenance.HeadFit);
        Assert.All(result.Items, item => Assert.NotNull(item.Refit));
    }

    [Fact]
    public void The_share_of_storage_that_is_asked_for_changes_the_flag_only()
    {
        byte[] Bytes(double share, out AutoMergeReport report)
        {
            using var stream = new MemoryStream();
            var result = Merge(Models(0.0005f), Automatic with { MaxStorage = share });
            result.Model.Save(stream);
            report = result.Automatic!;
            return stream.ToArray();
        }

        Assert.Equal(Bytes(0.9, out var large), Bytes(0.1, out var small));
        Assert.Equal((true, false), (large.WithinStorage, small.WithinStorage));
    }

    [Fact]
    public void An_item_alone_in_the_plan_is_reported_with_the_bytes_of_its_encoder()
    {
        var models = Models(0.0005f);
        models[2] = TinyModels.Model("3", TinyModels.Base(), change: 1.5f);
        var plan = new MergePlan([["1", "2"], ["3"]], "by hand");
        var options = new MergeOptions { Automatic = Automatic with { Retention = 0.97, Corrections = [] }, Plan = plan, Threads = 1, Seed = 3, RefitIndividuals = false };
        var report = new ModelMerger(options).Merge(models, TinyModels.ResponsesOf(models, 160), TinyModels.Base()).Automatic!;

        Assert.Equal((AutoTrial.OwnEncoder, models[2].Weights.ParameterCount * sizeof(float)), (report.Chosen[2].Correction, report.Chosen[2].Bytes));
        Assert.Equal("by hand, average", report.Structure);
        Assert.StartsWith($"item 3: own encoder, {report.Chosen[2].Bytes} bytes, ", report.Explain()[^1], StringComparison.Ordinal);
        Assert.Contains("(no shared encoder was tried for it: ", report.Explain()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_stops_within_a_correction()
    {
        using var source = new CancellationTokenSource();
        var asked = 0;
        var correction = new DeltaOptions
        {
            Tensors = _ =>
            {
                asked++;
                source.Cancel();
                return true;
            },
        };
        var models = Models(1.5f);
        var options = new MergeOptions { Automatic = Automatic with { Retention = 1, WorstRetention = 1, Corrections = [correction] }, Threads = 1, Seed = 3, RefitIndividuals = false };
        Assert.Throws<OperationCanceledException>(() => new ModelMerger(options).Merge(models, TinyModels.ResponsesOf(models, 160), cancellationToken: source.Token));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_any_number_of_threads()
    {
        byte[] Bytes(int threads)
        {
            using var stream = new MemoryStream();
            Merge(Models(0.4f), Automatic, threads).Model.Save(stream);
            return stream.ToArray();
        }

        Assert.Equal(Bytes(1), Bytes(2));
    }

    [Fact]
    public void A_saved_model_scores_as_the_one_in_memory()
    {
        var result = Merge(Models(0.4f), Automatic);
        using var stream = new MemoryStream();
        result.Model.Save(stream);
        stream.Position = 0;
        var (saved, own) = (new MergedScorer(MergedModel.Load(stream), 1), new MergedScorer(result.Model, 1));
        foreach (var item in result.Model.Items)
        {
            Assert.Equal(own.Logits(item, ["osmosis moves water", "salt"]), saved.Logits(item, ["osmosis moves water", "salt"]));
        }
    }

    [Fact]
    public void Given_validation_responses_are_used_and_must_be_there_for_each_item()
    {
        var models = Models(0.0005f);
        var validation = models.ToDictionary(model => model.Item, model => TinyModels.Responses(model.Item + " fresh", 30), StringComparer.Ordinal);
        Assert.All(Merge(models, Automatic with { Validation = validation }).Automatic!.Chosen, trial => Assert.True(trial.Accepted));

        validation.Remove("2");
        var error = Assert.Throws<GwSmmException>(() => Merge(models, Automatic with { Validation = validation }));
        Assert.Contains("Item '2' has no validation responses", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_option_says_what_is_stored_for_an_item()
    {
        var error = Assert.Throws<GwSmmException>(() => new ModelMerger(new MergeOptions { Automatic = Automatic, Corrections = new DeltaOptions() }));
        Assert.Contains("Automatic and Corrections", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Corrections_and_delta_methods_work_without_the_automatic_choice()
    {
        var models = Models(0.4f);
        var origin = TinyModels.Base();
        var exact = Run(new MergeOptions { MaxGroupSize = 3, Corrections = new DeltaOptions { Kind = DeltaKind.Dense }, HeadFit = HeadFit.Keep });
        foreach (var model in models)
        {
            var own = HeadPredictor.Logits(model.Head, model.CreateEncoder(1).Encode(["osmosis moves water"]));
            Assert.Equal(own, new MergedScorer(exact.Model, 1).Logits(model.Item, ["osmosis moves water"]), (a, b) => Math.Abs(a - b) < 1e-4);
        }

        Assert.Equal("average + differences as they are", exact.Model.Provenance.Method);
        var emr = Run(new MergeOptions { MaxGroupSize = 3, DeltaMethod = new EmrMerge() });
        Assert.Equal("emr", emr.Model.Provenance.Method);
        Assert.All(emr.Model.Items, item => Assert.NotNull(emr.Model.Groups[emr.Model.GroupIndexOf(item)].DeltaOf(item)));

        MergeResult Run(MergeOptions options) => new ModelMerger(options with { Threads = 1, RefitIndividuals = false }).Merge(models, TinyModels.ResponsesOf(models), origin);
    }

    [Fact]
    public void An_item_whose_top_layer_differs_keeps_that_layer_and_shares_the_others()
    {
        var models = LayeredModels();
        var sharing = Automatic with { Corrections = [], LayerSharing = Sharing };
        var (result, origin) = (MergeLayered(models, sharing, 1), LayeredBase());

        Assert.Single(result.Model.Groups);
        Assert.Contains(result.Automatic!.Chosen, trial => string.Equals(trial.Correction, "own layers 3, differences as they are", StringComparison.Ordinal));
        foreach (var trial in result.Automatic.Chosen)
        {
            Assert.True(trial.Accepted, trial.ToString());
            Assert.InRange(trial.Bytes, 0, origin.Weights.ParameterCount * sizeof(float) / 2);
            Assert.All(result.Model.Groups[0].DeltaOf(trial.Item)?.Tensors ?? [], tensor => Assert.StartsWith("encoder.layer.2.", tensor.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Layers_and_corrections_are_tried_in_the_order_of_their_bytes()
    {
        var automatic = Automatic with
        {
            Retention = 1,
            WorstRetention = 1,
            Corrections = [new DeltaOptions { Kind = DeltaKind.Dense }, new DeltaOptions { Kind = DeltaKind.Sign }],
            LayerSharing = Sharing with { Distance = LayerDistance.LinearCka, Delta = new DeltaOptions { Kind = DeltaKind.Int2 } },
        };
        var result = MergeLayered(LayeredModels(), automatic, 1);

        Assert.Contains(result.Automatic!.Trials, trial => string.Equals(trial.Correction, "own layers 3, 2 bits", StringComparison.Ordinal));
        foreach (var tried in result.Automatic.Trials.GroupBy(trial => (trial.Structure, trial.Item)))
        {
            var bytes = tried.Select(trial => trial.Bytes).ToArray();
            Assert.Equal(bytes.Order(), bytes);
            Assert.Equal(AutoTrial.NoCorrection, tried.First().Correction);
        }
    }

    [Fact]
    public void A_budget_of_nothing_shares_all_layers_and_tries_what_would_be_tried_without()
    {
        var models = LayeredModels();
        var (with, without) = (MergeLayered(models, Automatic with { LayerSharing = Sharing with { BudgetBytes = 0 } }, 1), MergeLayered(models, Automatic, 1));
        Assert.Equal(without.Automatic!.Trials, with.Automatic!.Trials);
    }

    [Fact]
    public void Kept_layers_have_the_same_bytes_on_any_number_of_threads_and_after_saving()
    {
        byte[] Bytes(int threads)
        {
            using var stream = new MemoryStream();
            MergeLayered(LayeredModels(), Automatic with { Corrections = [], LayerSharing = Sharing }, threads).Model.Save(stream);
            return stream.ToArray();
        }

        var bytes = Bytes(1);
        Assert.Equal(bytes, Bytes(3));
        using var saved = new MemoryStream(bytes);
        using var again = new MemoryStream();
        MergedModel.Load(saved).Save(again);
        Assert.Equal(bytes, again.ToArray());
    }

    private static BaseEncoder LayeredBase() => BaseEncoder.Create(TinyModels.Config with { LayerCount = 3 }, TinyModels.Vocabulary, 1);

    // Models that differ from the base in their third layer only.
    private static ScoringModel[] LayeredModels()
    {
        var origin = LayeredBase();
        return [.. new[] { "1", "2", "3" }.Select(item =>
        {
            var model = TinyModels.Model(item, origin, change: 1.5f);
            var weights = new EncoderWeights(origin.Weights.Tensors.Select(tensor => tensor.Name.StartsWith("encoder.layer.2.", StringComparison.Ordinal) ? model.Weights[tensor.Name] : tensor));
            return new ScoringModel(item, model.Config, weights, model.Vocabulary, model.LowerCase, model.Features, model.Head, model.BaseHash);
        })];
    }

    private static MergeResult MergeLayered(ScoringModel[] models, AutoMergeOptions automatic, int threads) =>
        new ModelMerger(new MergeOptions { Automatic = automatic, Threads = threads, Seed = 3, RefitIndividuals = false, MaxFeatureRows = 30 }).Merge(models, TinyModels.ResponsesOf(models, 100), LayeredBase());

    private static ScoringModel[] Models(float change)
    {
        var origin = TinyModels.Base();
        return [.. new[] { "1", "2", "3" }.Select(item => TinyModels.Model(item, origin, change: change))];
    }

    private static MergeResult Merge(ScoringModel[] models, AutoMergeOptions automatic, int threads = 1) =>
        new ModelMerger(new MergeOptions { Automatic = automatic, Threads = threads, Seed = 3, RefitIndividuals = false }).Merge(models, TinyModels.ResponsesOf(models, 160), TinyModels.Base());
}
