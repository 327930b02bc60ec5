namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(IReadOnlyList<(bool Actual, float Score)> rows)
    {
        double truePositive = rows.Count(r => r.Actual && r.Score > 0);
        double falsePositive = rows.Count(r => !r.Actual && r.Score > 0);
        double falseNegative = rows.Count(r => r.Actual && r.Score <= 0);
        double trueNegative = rows.Count - truePositive - falsePositive - falseNegative;
        Accuracy = Share(truePositive + trueNegative, rows.Count);
        PositivePrecision = Share(truePositive, truePositive + falsePositive);
        PositiveRecall = Share(truePositive, truePositive + falseNegative);
        NegativePrecision = Share(trueNegative, trueNegative + falseNegative);
        NegativeRecall = Share(trueNegative, trueNegative + falsePositive);
        F1Score = 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall);
        AreaUnderRocCurve = Auc(rows);
        ConfusionMatrix = new ConfusionMatrix([[truePositive, falseNegative], [falsePositive, trueNegative]], ["positive", "negative"]);
    }

    public double AreaUnderRocCurve { get; }

    public double Accuracy { get; }

    public double PositivePrecision { get; }

    public double PositiveRecall { get; }

    public double NegativePrecision { get; }

    public double NegativeRecall { get; }

    public double F1Score { get; }

    public ConfusionMatrix ConfusionMatrix { get; }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;

    private static double Auc(IReadOnlyList<(bool Actual, float Score)> rows)
    {
        double[] positive = [.. rows.Where(r => r.Actual).Select(r => (double)r.Score)];
        double[] negative = [.. rows.Where(r => !r.Actual).Select(r => (double)r.Score)];
        double wins = positive.Sum(p => negative.Sum(n => p > n ? 1 : p == n ? 0.5 : 0));
        return wins / ((double)positive.Length * negative.Length);
    }
}
