using GwSmm.MLNet;

namespace GwSmm.Cli;

/// <summary>Evaluates a merged model item by item.</summary>
internal static class MergedEvaluation
{
    /// <summary>Scores labelled responses and compares.</summary>
    /// <param name="model">The merged model.</param>
    /// <param name="test">Labelled responses to its items.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The quality of each item that occurs.</returns>
    /// <exception cref="GwSmmException">A response has an unknown item or label, or the model is multi-label.</exception>
    public static SortedDictionary<string, QualityReport> Run(MultiHeadTransformer model, ResponseFile test, PhaseProgress progress, CancellationToken cancellation)
    {
        var classes = Classes(model);
        test.Responses.RequireKnown(classes);
        var scored = Scoring.Run(model, test.Rows, done => progress.Update((double)done / test.Rows.Count, $"{done} of {test.Rows.Count} responses"), cancellation);
        var reports = new SortedDictionary<string, QualityReport>(StringComparer.Ordinal);
        foreach (var item in test.Items)
        {
            var at = Enumerable.Range(0, test.Rows.Count).Where(i => string.Equals(test.Rows[i].Item, item, StringComparison.Ordinal)).ToList();
            reports.Add(item, QualityReport.Of(classes[item], [.. at.Select(i => test.Rows[i])], at.Select(i => scored[i].Label)));
        }

        return reports;
    }

    /// <summary>The classes of each item.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Classes(MultiHeadTransformer model)
    {
        var heads = model.Model.Groups.SelectMany(group => group.Items.Select(item => (item, head: group.HeadOf(item)))).ToList();
        return heads.TrueForAll(pair => pair.head.Kind == Encoders.HeadKind.MultiClass)
            ? heads.ToDictionary(pair => pair.item, pair => pair.head.Labels, StringComparer.Ordinal)
            : throw new GwSmmException("The model is multi-label; this command evaluates one class per response. Use ml.GwSmm().EvaluateMultiLabel.");
    }
}
