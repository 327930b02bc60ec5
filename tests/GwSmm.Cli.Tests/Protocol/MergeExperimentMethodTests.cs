using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Cli.Tests;

public sealed class MergeExperimentMethodTests : IDisposable
{
    private readonly ScorerDirectories _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_long_merge_tells_of_its_steps()
    {
        string[] items = ["Q1", "Q2"];
        var models = items.Select(item => _models.Model(item)).ToArray();
        var responses = models.ToDictionary(
            model => model.Item,
            model => ResponseSet.MultiClass(
                model.Item,
                ["water", "salt", "cell", "wall", "cell wall", "salt water", "water wall", "salt cell", "wall salt", "cell water"],
                [.. Enumerable.Range(0, 10).Select(i => model.Head.Labels[i % 2])]),
            StringComparer.Ordinal);
        var alone = new ModelMerger(new MergeOptions { Plan = MergePlan.Alone(items), RefitIndividuals = false, Threads = 1 }).Merge(models, responses, _models.Encoder);
        var context = new MethodContext(models, responses, new Dictionary<string, ResponseSet>(StringComparer.Ordinal), _models.Encoder, alone.Distances, 1, 1);
        var steps = new List<MergeProgress>();

        new MergeExperimentMethod("x", new MergeOptions { Method = new ProgressiveMerge() }).Create(context, new MergePlan([items]), new InlineProgress<MergeProgress>(steps.Add), CancellationToken.None);

        Assert.Contains(steps, step => step.Phase == MergePhase.Encoders && step.Message.Contains("progressive, layer 1 solved", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Phase == MergePhase.Heads);
    }
}
