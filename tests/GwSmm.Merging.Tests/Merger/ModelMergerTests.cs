using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class ModelMergerTests
{
    private static readonly BaseEncoder Origin = TinyModels.Base();
    private static readonly ScoringModel[] Models = [.. new[] { "10", "2", "3", "1" }.Select(item => TinyModels.Model(item, Origin))];
    private static readonly Dictionary<string, ResponseSet> Responses = TinyModels.ResponsesOf(Models);

    [Fact]
    public void Merge_GroupsMergesAndKeepsEveryHead()
    {
        var result = new ModelMerger(new MergeOptions { Clusters = 2 }).Merge(Models, Responses, Origin);

        Assert.Equal(["1", "2", "3", "10"], result.Model.Items);
        Assert.Equal(["1", "2", "3", "10"], result.Distances.Names);
        Assert.Equal(MergePlanJson.FormatGroups(ItemGrouping.AverageLinkage(result.Distances, 2)), MergePlanJson.FormatGroups(result.Plan));
        Assert.Equal(result.Plan.Groups, result.Model.Groups.Select(group => group.Items));
        Assert.All(result.Model.Groups, group => Assert.StartsWith("average linkage, 2 clusters; ", group.Reason, StringComparison.Ordinal));
        var encoder = 4 * Origin.Weights.ParameterCount;
        Assert.Equal((4 * encoder) + (4 * 4 * 27), result.BytesBefore);
        Assert.Equal((2 * encoder) + (4 * 4 * 27), result.BytesAfter);
        Assert.Equal(("average", HeadFit.Refit, Origin.Hash), (result.Model.Provenance.Method, result.Model.Provenance.HeadFit, result.Model.Provenance.BaseHash));
        foreach (var item in result.Items)
        {
            var alone = result.Plan.Groups[item.Group].Count == 1;
            Assert.Same(item.MergedHead, result.Model.HeadOf(item.Item));
            Assert.Equal(alone, ReferenceEquals(item.MergedHead, item.IndividualHead));
            Assert.Equal(alone, item.Refit is null);
            Assert.NotNull(item.IndividualRefitted);
            Assert.Equal((60, 60), (item.Responses, item.FeatureRows));
        }
    }

    [Fact]
    public void Merge_WeightsAreThoseOfTheMethod()
    {
        var result = new ModelMerger(new MergeOptions { Plan = new MergePlan([["1", "2", "10"], ["3"]]) }).Merge(Models, Responses);
        var expected = new AverageMerge().Merge(new MergeInput(["1", "2", "10"], [Of("1").Weights, Of("2").Weights, Of("10").Weights]));
        Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, result.Model.Groups[0].Weights[tensor.Name].Data));
        Assert.Same(Of("3").Weights, result.Model.Groups[1].Weights);
    }

    [Fact]
    public void Merge_DistancesAreThoseOfTheFeaturesOfOwnResponses()
    {
        var result = new ModelMerger(new MergeOptions { Metric = CostMetric.SquaredEuclidean }).Merge(Models, Responses);
        var spaces = new[] { "1", "3" }.Select(item =>
        {
            var model = Of(item);
            var encoder = new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary, model.LowerCase), model.Features, 1);
            return MetricMeasureSpace.FromFeatures(Array.ConvertAll(encoder.Encode(Responses[item].Texts), value => (double)value), 60, 8, CostMetric.SquaredEuclidean);
        }).ToArray();
        Assert.Equal(PairwiseDistances.Compute(spaces)[0, 1], result.Distances["1", "3"]);
    }

    [Fact]
    public void Merge_SameSeed_SameBitsForAnyNumberOfThreads()
    {
        byte[] Run(int threads, ulong seed)
        {
            using var stream = new MemoryStream();
            var options = new MergeOptions { MaxGroupSize = 2, MaxFeatureRows = 30, Threads = threads, Seed = seed };
            new ModelMerger(options).Merge(Models, Responses, Origin).Model.Save(stream);
            return stream.ToArray();
        }

        Assert.Equal(Run(1, 5), Run(3, 5));
        Assert.NotEqual(Run(1, 5), Run(1, 6));
    }

    [Fact]
    public void Merge_GivesItsSeedToMethodsThatDrop()
    {
        float[] Run(ulong seed)
        {
            var options = new MergeOptions { Plan = new MergePlan([["1", "2", "3", "10"]]), Method = new DareMerge(), HeadFit = HeadFit.Keep, RefitIndividuals = false, MaxFeatureRows = 20, Seed = seed };
            return SmallTask.Flat(new ModelMerger(options).Merge(Models, Responses, Origin).Model.Groups[0].Weights);
        }

        string[] items = ["1", "2", "3", "10"];
        Assert.Equal(SmallTask.Flat(new DareMerge().Merge(new MergeInput(items, [.. items.Select(item => Of(item).Weights)], Origin.Weights))), Run(0));
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Merge_MethodsUseTheThreadsAskedFor()
    {
        var method = new CountingMerge();
        new ModelMerger(new MergeOptions { Method = method, MaxGroupSize = 2, Threads = 3 }).Merge(Models, Responses);
        Assert.Equal([3, 3], method.Threads);

        var automatic = new CountingMerge();
        new ModelMerger(new MergeOptions { Automatic = new AutoMergeOptions { Methods = [automatic], Corrections = [] }, Threads = 2 }).Merge(Models, Responses);
        Assert.NotEmpty(automatic.Threads);
        Assert.All(automatic.Threads, threads => Assert.Equal(2, threads));
    }

    [Fact]
    public void Merge_ComparesAtMostMaxFeatureRows()
    {
        foreach (var refit in new[] { true, false })
        {
            var result = new ModelMerger(new MergeOptions { MaxFeatureRows = 20, RefitIndividuals = refit }).Merge(Models, Responses);
            Assert.All(result.Items, item => Assert.Equal((60, 20, refit), (item.Responses, item.FeatureRows, item.IndividualRefitted is not null)));
        }
    }

    [Fact]
    public void Merge_SubsampleDoesNotDependOnTheBaseline()
    {
        var with = new ModelMerger(new MergeOptions { MaxFeatureRows = 20 }).Merge(Models, Responses);
        var without = new ModelMerger(new MergeOptions { MaxFeatureRows = 20, RefitIndividuals = false }).Merge(Models, Responses);
        Assert.Equal(with.Distances.Values, without.Distances.Values);
    }

    [Fact]
    public void Merge_RefittedHeadsFitTheMergedFeaturesBetterThanKeptOnes()
    {
        var plan = new MergePlan([["1", "2", "3", "10"]]);
        var refitted = new ModelMerger(new MergeOptions { Plan = plan }).Merge(Models, Responses).Model;
        var kept = new ModelMerger(new MergeOptions { Plan = plan, HeadFit = HeadFit.Keep }).Merge(Models, Responses).Model;
        var trained = new ModelMerger(new MergeOptions { Plan = plan, HeadFit = HeadFit.Training, Training = new HeadTrainingOptions { LearningRate = 0.01 } }).Merge(Models, Responses).Model;
        Assert.Same(Of("1").Head, kept.HeadOf("1"));
        foreach (var item in plan.Items)
        {
            Assert.True(LogLoss(refitted, item) < LogLoss(trained, item), item);
            Assert.True(LogLoss(trained, item) < LogLoss(kept, item), item);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(HeadFit.Keep, false)]
    [InlineData(HeadFit.Training, false)]
    public void An_item_alone_gets_the_refitted_head_where_it_is_asked_for(HeadFit? fit, bool refitIndividuals)
    {
        var plan = new MergePlan([["1", "2"], ["3"], ["10"]]);
        var individual = new ModelMerger(new MergeOptions { Plan = plan }).Merge(Models, Responses).Items;
        var items = new ModelMerger(new MergeOptions { Plan = plan, HeadFit = fit, RefitItemsAlone = true, RefitIndividuals = refitIndividuals }).Merge(Models, Responses).Items;
        foreach (var i in new[] { 2, 3 })
        {
            Assert.Equal(individual[i].IndividualRefitted!.Head.Weight, items[i].MergedHead.Weight);
            Assert.Equal(individual[i].IndividualRefitted!.Head.Bias, items[i].MergedHead.Bias);
            Assert.NotNull(items[i].Refit);
        }

        Assert.Equal(fit is null, items[0].Refit is not null);
    }

    [Fact]
    public void Merge_PaperTies_TrainsHeadsAndNeedsNoBase()
    {
        var options = new MergeOptions { Plan = new MergePlan([["1", "2", "3", "10"]]), Method = new PaperTiesMerge() };
        var result = new ModelMerger(options).Merge(Models, Responses);
        Assert.Equal(HeadFit.Training, result.Model.Provenance.HeadFit);
        Assert.All(result.Items, item => Assert.Null(item.Refit));
        Assert.NotEqual(Of("2").Head.Weight, result.Model.HeadOf("2").Weight);
    }

    [Fact]
    public void Merge_Ties_UsesTheTrueBase()
    {
        var options = new MergeOptions { Plan = new MergePlan([["1", "2"], ["3"], ["10"]]), Method = new TiesMerge() };
        var result = new ModelMerger(options).Merge(Models, Responses, Origin);
        var expected = new TiesMerge().Merge(new MergeInput(["1", "2"], [Of("1").Weights, Of("2").Weights], Origin.Weights));
        Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, result.Model.Groups[0].Weights[tensor.Name].Data));
    }

    [Fact]
    public void Merge_RefittedHead_KeepsTheLabelsOfTheModel()
    {
        var few = Responses.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        int[] rows = [.. Enumerable.Range(0, 60).Where(i => few["1"].Classes[i] != 2)];
        few["1"] = ResponseSet.MultiClass("1", [.. rows.Select(i => few["1"].Texts[i])], [.. rows.Select(i => few["1"].Labels[few["1"].Classes[i]])]);
        var model = new ModelMerger(new MergeOptions { Plan = new MergePlan([["1", "2"], ["3"], ["10"]]) }).Merge(Models, few).Model;
        Assert.Equal(["0", "1", "2"], model.HeadOf("1").Labels);
        Assert.All(new MergedScorer(model).Probabilities("1", few["1"].Texts).Chunk(3), row => Assert.Equal(0, row[2]));
    }

    [Fact]
    public void Merge_TellsOfEveryStep()
    {
        var steps = new List<MergeProgress>();
        new ModelMerger(new MergeOptions { Clusters = 3, Threads = 1 }).Merge(Models, Responses, Origin, new Recorder(steps));
        Assert.Equal([4, 6, 0, 3, 4], Enum.GetValues<MergePhase>().Select(phase => steps.Count(step => step.Phase == phase)));
        Assert.All(steps.GroupBy(step => step.Phase), phase => Assert.Equal(Enumerable.Range(1, phase.Count()), phase.Select(step => step.Done)));
        Assert.All(steps, step => Assert.NotEmpty(step.Message));
    }

    [Fact]
    public void Merge_StopsWhenCancelled()
    {
        using var source = new CancellationTokenSource();
        var steps = new List<MergeProgress>();
        var stopper = new Recorder(steps, step =>
        {
            if (step.Phase == MergePhase.Distances)
            {
                source.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new ModelMerger().Merge(Models, Responses, Origin, stopper, source.Token));
        Assert.DoesNotContain(steps, step => step.Phase == MergePhase.Encoders);
    }

    [Fact]
    public void MergeOptions_Defaults()
    {
        var options = new MergeOptions();
        Assert.Equal((null, null, null, null, false), (options.MaxGroupSize, options.Clusters, options.DistanceThreshold, options.Plan, options.MissingItemsStayAlone));
        Assert.Equal(("average", null, true, CostMetric.Euclidean), (options.Method.Name, options.HeadFit, options.RefitIndividuals, options.Metric));
        Assert.False(options.RefitItemsAlone);
        Assert.Equal((500, Environment.ProcessorCount, 0UL, 3), (options.MaxFeatureRows, options.Threads, options.Seed, MergeOptions.DefaultMaxGroupSize));
        Assert.Equal((new HeadRefitOptions(), new HeadTrainingOptions(), new GromovWassersteinOptions()), (options.Refit, options.Training, options.Solver));
        Assert.Equal(2, new ModelMerger().Merge(Models, Responses).Plan.Groups.Count);
    }

    private static ScoringModel Of(string item) => Array.Find(Models, model => string.Equals(model.Item, item, StringComparison.Ordinal))!;

    private static double LogLoss(MergedModel model, string item)
    {
        var probabilities = new MergedScorer(model).Probabilities(item, Responses[item].Texts);
        return Responses[item].Classes.Select((c, i) => -Math.Log(probabilities[(i * 3) + c])).Average();
    }

    private sealed class Recorder(List<MergeProgress> steps, Action<MergeProgress>? then = null) : IProgress<MergeProgress>
    {
        public void Report(MergeProgress value)
        {
            steps.Add(value);
            then?.Invoke(value);
        }
    }
}
