using System.Diagnostics;
using GwSmm.Encoders;
using GwSmm.Evaluation;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>Scores the models of one seed and collects their results and costs. Not thread-safe.</summary>
/// <param name="context">What the methods were given.</param>
/// <param name="split">The responses.</param>
/// <param name="scratch">A folder for files that are measured and deleted.</param>
/// <param name="rows">Receives the results.</param>
/// <param name="costs">Receives the costs.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class SeedEvaluation(MethodContext context, ProtocolData split, string scratch, List<ExperimentRow> rows, List<ExperimentCost> costs, CancellationToken cancellation)
{
    private (ScoredModel Test, ScoredModel? Validation)? _baseline;

    /// <summary>Scores the individual models, as trained and with refitted heads; comes before <see cref="Add"/>.</summary>
    /// <param name="alone">Every item alone, with both heads.</param>
    public void AddBaselines(MergeResult alone)
    {
        var plan = new NamedPlan(ExperimentTable.Alone, 0, alone.Plan);
        var refitted = WithRefittedHeads(alone);
        var scored = Score(refitted);
        _baseline = scored;
        Collect(ExperimentTable.Individual, plan, alone.Model, 0, Score(alone.Model));
        Collect(ExperimentTable.Refitted, plan, refitted, 0, scored);
    }

    /// <summary>Scores a merged model; an item alone in it counts as its individual model with a refitted head, whatever head it has: nothing was merged.</summary>
    /// <param name="method">The method.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="model">The model.</param>
    /// <param name="seconds">How long the merge took.</param>
    public void Add(string method, NamedPlan plan, MergedModel model, double seconds)
    {
        var (test, validation) = Score(model);
        var (baseTest, baseValidation) = _baseline!.Value;
        string[] alone = [.. split.Items.Where(item => GroupSize(model, item) == 1)];
        Collect(method, plan, model, seconds, (test.With(alone, baseTest), validation?.With(alone, baseValidation!)));
    }

    private void Collect(string method, NamedPlan plan, MergedModel model, double seconds, (ScoredModel Test, ScoredModel? Validation) scored)
    {
        foreach (var item in split.Items)
        {
            rows.Add(new ExperimentRow(method, plan.Label, plan.Draw, context.Seed, item, GroupSize(model, item), scored.Test.Items[item])
            {
                Agreement = string.Equals(method, ExperimentTable.Refitted, StringComparison.Ordinal) ? null : ResponseAgreement.Of(scored.Test.Right[item], _baseline!.Value.Test.Right[item]),
            });
        }

        costs.Add(new ExperimentCost(
            method, plan.Label, plan.Draw, context.Seed, [.. model.Groups.Select(group => group.Items)], SavedBytes(model), scored.Test.MillisecondsPerResponse, PeakMemory(), seconds, scored.Validation?.Score));
    }

    private (ScoredModel Test, ScoredModel? Validation) Score(MergedModel model) => (
        ScoredModel.Of(model, split.Test, context.Threads, cancellation),
        split.Validation.Count == 0 ? null : ScoredModel.Of(model, split.Validation, context.Threads, cancellation));

    private static int GroupSize(MergedModel model, string item) => model.Groups[model.GroupIndexOf(item)].Items.Count;

    private static MergedModel WithRefittedHeads(MergeResult alone)
    {
        var groups = alone.Items.Select(item => new MergedGroup(
            [item.Item],
            alone.Model.Groups[alone.Model.GroupIndexOf(item.Item)].Weights,
            new Dictionary<string, ScoringHead>(StringComparer.Ordinal) { [item.Item] = item.IndividualRefitted!.Head }));
        return new MergedModel(alone.Model.Config, alone.Model.Vocabulary, alone.Model.LowerCase, alone.Model.Features, [.. groups], alone.Model.Provenance);
    }

    private long SavedBytes(MergedModel model)
    {
        var path = Path.Combine(scratch, "size.gwsmm");
        model.Save(path);
        var bytes = new FileInfo(path).Length;
        File.Delete(path);
        return bytes;
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
