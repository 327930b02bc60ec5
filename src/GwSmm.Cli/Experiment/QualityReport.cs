using System.Globalization;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>How well one model scores the test responses of one item.</summary>
/// <param name="Accuracy">Share of responses scored as the people did; equals micro F1.</param>
/// <param name="MacroF1">Mean F1 over the classes.</param>
/// <param name="Qwk">Quadratic weighted kappa; null where the labels are not numbers.</param>
internal sealed record QualityReport(double Accuracy, double MacroF1, double? Qwk)
{
    /// <summary>Compares predictions with labels.</summary>
    /// <param name="labels">The class names, by index.</param>
    /// <param name="actual">The classes given by people [n].</param>
    /// <param name="predicted">The classes predicted [n].</param>
    public static QualityReport Of(IReadOnlyList<string> labels, int[] actual, int[] predicted)
    {
        var metrics = ClassificationMetrics.Compute(actual, predicted, labels.Count);
        var values = labels.Select(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
        double? qwk = Array.TrueForAll(values, double.IsFinite) ? QuadraticWeightedKappa.Compute(actual, predicted, values) : null;
        return new QualityReport(metrics.Accuracy, metrics.MacroF1, qwk);
    }

    /// <summary>Compares predicted labels with those given by people.</summary>
    /// <param name="labels">The classes of the item.</param>
    /// <param name="test">The responses with their labels.</param>
    /// <param name="predicted">The predicted label of each.</param>
    public static QualityReport Of(IReadOnlyList<string> labels, IReadOnlyList<ResponseRow> test, IEnumerable<string> predicted)
    {
        var index = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        return Of(labels, [.. test.Select(row => index[row.Label])], [.. predicted.Select(label => index[label])]);
    }

    /// <summary>The mean of several reports.</summary>
    /// <param name="reports">At least one.</param>
    public static QualityReport Mean(IReadOnlyCollection<QualityReport> reports) => new(
        reports.Average(report => report.Accuracy),
        reports.Average(report => report.MacroF1),
        reports.All(report => report.Qwk is not null) ? reports.Average(report => report.Qwk) : null);
}
