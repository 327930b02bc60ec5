using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractEvaluation
{
    private static readonly MLContext Ml = new(seed: 1);

    // Slot i stands for the Single i and for key i + 1, which an object writes as i. The third row is wrong whatever PredictedLabel says.
    private static readonly ScoredRow[] Rows =
    [
        new() { Label = 0, KeyLabel = 0, Score = [0.7f, 0.2f, 0.1f], PredictedLabel = 2 },
        new() { Label = 1, KeyLabel = 1, Score = [0.1f, 0.8f, 0.1f], PredictedLabel = 2 },
        new() { Label = 1, KeyLabel = 1, Score = [0.6f, 0.3f, 0.1f], PredictedLabel = 1 },
        new() { Label = float.NaN, KeyLabel = 3, Score = [0.6f, 0.3f, 0.1f], PredictedLabel = 2 },
    ];

    [Theory]
    [InlineData("Label")]
    [InlineData("KeyLabel")]
    public void Multiclass_metrics_go_by_the_index_of_the_highest_score(string label)
    {
        MulticlassClassificationMetrics metrics = Ml.MulticlassClassification.Evaluate(Ml.Data.LoadFromEnumerable(Rows), label, topKPredictionCount: 2);
        Assert.Equal(2.0 / 3, metrics.MicroAccuracy, 6);
        Assert.Equal((1 + 0.5) / 2, metrics.MacroAccuracy, 6);
        double loss = -(Math.Log(0.7) + Math.Log(0.8) + Math.Log(0.3)) / 3;
        Assert.Equal(loss, metrics.LogLoss, 6);
        double entropy = -(Math.Log(1.0 / 3) + 2 * Math.Log(2.0 / 3)) / 3;
        Assert.Equal((entropy - loss) / entropy, metrics.LogLossReduction, 6);
        Assert.Equal(-Math.Log(0.7), metrics.PerClassLogLoss[0], 6);
        Assert.Equal(1, metrics.TopKAccuracy, 6);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
        Assert.Equal([1.0, 1.0, 0.0], metrics.ConfusionMatrix.Counts[1]);
        Assert.Equal([1.0, 0.5, 0.0], metrics.ConfusionMatrix.PerClassRecall);
        Assert.Equal([0.5, 1.0, 0.0], metrics.ConfusionMatrix.PerClassPrecision);
    }

    [Fact]
    public void A_label_beyond_the_slots_counts_as_wrong()
    {
        var rows = Rows.Take(1).Append(new ScoredRow { Label = 7, Score = [0.5f, 0.3f, 0.2f] }).ToList();
        MulticlassClassificationMetrics metrics = Ml.MulticlassClassification.Evaluate(Ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(0.5, metrics.MicroAccuracy, 6);
        Assert.Equal(1, metrics.MacroAccuracy, 6);
        Assert.True(metrics.LogLoss > 10);
    }

    [Fact]
    public void Scores_must_be_a_Single_vector_of_known_size_and_all_columns_must_exist()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        Assert.ThrowsAny<Exception>(() => Ml.MulticlassClassification.Evaluate(data, scoreColumnName: "DoubleScore"));
        Assert.ThrowsAny<Exception>(() => Ml.MulticlassClassification.Evaluate(data, scoreColumnName: "RaggedScore"));
        Assert.ThrowsAny<ArgumentException>(() => Ml.MulticlassClassification.Evaluate(data, labelColumnName: "None"));
        Assert.ThrowsAny<ArgumentException>(() => Ml.MulticlassClassification.Evaluate(data, scoreColumnName: "None"));
        Assert.ThrowsAny<ArgumentException>(() => Ml.MulticlassClassification.Evaluate(data, predictedLabelColumnName: "None"));
    }

    [Fact]
    public void Text_is_no_label()
    {
        IDataView data = Ml.Data.LoadFromEnumerable([new LabelRow { Label = "a" }]);
        Assert.ThrowsAny<Exception>(() => Ml.MulticlassClassification.Evaluate(data, "Label", "Number", "Number"));
    }

    [Fact]
    public void Binary_metrics_call_a_score_above_zero_positive()
    {
        BinaryRow[] rows =
        [
            new() { Label = true, Score = 2, PredictedLabel = true }, new() { Label = true, Score = -1 },
            new() { Label = false, Score = 0.5f, PredictedLabel = true }, new() { Label = false, Score = -3 },
            new() { Label = false, Score = 0 },
        ];
        BinaryClassificationMetrics metrics = Ml.BinaryClassification.EvaluateNonCalibrated(Ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(0.6, metrics.Accuracy, 6);
        Assert.Equal(0.5, metrics.PositivePrecision, 6);
        Assert.Equal(0.5, metrics.PositiveRecall, 6);
        Assert.Equal(0.5, metrics.F1Score, 6);
        Assert.Equal(4.0 / 6, metrics.AreaUnderRocCurve, 6);
    }
}
