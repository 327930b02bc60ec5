using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class BinaryClassificationCatalog : TrainCatalogBase
{
    internal BinaryClassificationCatalog()
    {
    }

    public BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column label = LabelReader.Find(data, labelColumnName, "Label");
        DataViewSchema.Column score = LabelReader.Find(data, scoreColumnName, "Score");
        LabelReader.Find(data, predictedLabelColumnName, "PredictedLabel");
        if (score.Type != NumberDataViewType.Single)
            throw new ArgumentOutOfRangeException(nameof(data), $"Schema mismatch for score column '{score.Name}': expected Single, got {score.Type}");
        var rows = new List<(bool Actual, float Score)>();
        using (DataViewRowCursor cursor = data.GetRowCursor([label, score]))
        {
            Func<float> readLabel = LabelReader.Create(cursor, label);
            ValueGetter<float> getScore = cursor.GetGetter<float>(score);
            while (cursor.MoveNext())
            {
                float value = 0;
                getScore(ref value);
                float actual = readLabel();
                if (!float.IsNaN(actual) && !float.IsNaN(value))
                    rows.Add((actual > 0, value));
            }
        }

        return new BinaryClassificationMetrics(rows);
    }
}
