using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class DistillMergeTests
{
    private static readonly BaseEncoder Origin = TinyModels.Base();
    private static readonly ScoringModel[] Models = [.. new[] { ("1", HeadKind.MultiClass), ("2", HeadKind.MultiLabel), ("3", HeadKind.MultiClass) }.Select(pair => TinyModels.Model(pair.Item1, Origin, pair.Item2, 0.1f))];
    private static readonly Dictionary<string, ResponseSet> Responses = TinyModels.ResponsesOf(Models);

    [Fact]
    public void Defaults()
    {
        var options = new DistillMergeOptions();
        Assert.Equal("regmean", options.Start.Name);
        Assert.Equal(new DistillationOptions(), options.Training);
        var method = MergeMethods.Create("distill");
        Assert.Equal(("distill", false, true, HeadFit.Keep), (method.Name, method.NeedsBase, method.NeedsResponses, method.DefaultHeadFit));
        Assert.True(new DistillMerge(new DistillMergeOptions { Start = new TiesMerge() }).NeedsBase);
    }

    [Fact]
    public void The_merger_gives_the_method_responses_and_heads()
    {
        var method = new DistillMerge(new DistillMergeOptions { Training = new DistillationOptions { MaxSteps = 3 } });
        var merged = new ModelMerger(new MergeOptions { Plan = new MergePlan([["1", "2"], ["3"]]), Method = method, RefitIndividuals = false, Seed = 3 }).Merge(Models, Responses).Model;
        var context = MergeContext.Create(Models, Responses, 1, 3, null);
        var expected = method.MergeWithHeads(new MergeInput(["1", "2"], [Models[0].Weights, Models[1].Weights], context: context));
        WaveModels.AssertSame(expected.Weights, merged.Groups[0].Weights);
        Assert.Equal(expected.Heads["2"].Weight, merged.HeadOf("2").Weight);
        Assert.Same(Models[2].Head, merged.HeadOf("3"));
    }

    [Fact]
    public void Heads_that_were_trained_along_read_the_merged_features()
    {
        var context = MergeContext.Create(Models, Responses, 1, 3, null);
        var input = new MergeInput(["1", "2"], [Models[0].Weights, Models[1].Weights], context: context);
        var method = new DistillMerge(new DistillMergeOptions { Training = new DistillationOptions { LearningRate = 5e-3, Epochs = 8 } });
        var result = method.MergeWithHeads(input);
        WaveModels.AssertSame(result.Weights, method.Merge(input));
        Assert.Equal(HeadKind.MultiLabel, result.Heads["2"].Kind);
        Assert.True(Error(result.Weights, result.Heads["1"]) < 0.5 * Error(new AverageMerge().Merge(input), Models[0].Head));
    }

    [Fact]
    public void The_seed_and_not_the_threads_of_the_merge_decide()
    {
        EncoderWeights Merge(int threads, ulong seed)
        {
            var method = new DistillMerge(new DistillMergeOptions { Training = new DistillationOptions { MaxSteps = 3 } });
            var plan = new MergePlan([["1", "2", "3"]]);
            return new ModelMerger(new MergeOptions { Plan = plan, Method = method, Threads = threads, Seed = seed, RefitIndividuals = false, HeadFit = HeadFit.Keep })
                .Merge(Models, Responses).Model.Groups[0].Weights;
        }

        var words = "encoder.layer.0.output.dense.weight";
        WaveModels.AssertSame(Merge(1, 4), Merge(3, 4));
        Assert.NotEqual(Merge(1, 4)[words].Data, Merge(1, 5)[words].Data);
    }

    [Fact]
    public void Steps_are_told_in_terms_of_groups()
    {
        var steps = new List<MergeProgress>();
        var listener = new Listener(steps.Add);
        var method = new DistillMerge(new DistillMergeOptions { Training = new DistillationOptions { Epochs = 8, MaxSteps = 21 } });
        new ModelMerger(new MergeOptions { Plan = new MergePlan([["3"], ["1", "2"]]), Method = method, RefitIndividuals = false }).Merge(Models, Responses, progress: listener);
        var encoders = steps.Where(step => step.Phase == MergePhase.Encoders).ToArray();
        Assert.All(encoders, step => Assert.Equal(2, step.Total));
        Assert.Contains(encoders, step => step.Message.Contains("{1, 2}: distilled, feature loss", StringComparison.Ordinal) && step.Message.Contains("(20 of 21)", StringComparison.Ordinal));
    }

    [Fact]
    public void Input_without_responses_is_refused()
    {
        var message = WaveModels.Refused(() => new DistillMerge().Merge(new MergeInput(["1"], [Models[0].Weights])));
        Assert.Contains("'distill'", message, StringComparison.Ordinal);
        Assert.Contains("'1'", message, StringComparison.Ordinal);
        Assert.Contains("MergeContext", message, StringComparison.Ordinal);
    }

    // The mean square of what a head's logits miss those of the individual model by.
    private static double Error(EncoderWeights weights, ScoringHead head)
    {
        float[] Logits(EncoderWeights encoder, ScoringHead reader) =>
            HeadPredictor.Logits(reader, new TextEncoder(Origin.Config, encoder, new TextTokenizer(Origin.Vocabulary, Origin.LowerCase), TinyModels.Features, 1).Encode(Responses["1"].Texts));
        return Logits(weights, head).Zip(Logits(Models[0].Weights, Models[0].Head), (a, b) => (double)(a - b) * (a - b)).Average();
    }

    private sealed class Listener(Action<MergeProgress> action) : IProgress<MergeProgress>
    {
        public void Report(MergeProgress value) => action(value);
    }
}
