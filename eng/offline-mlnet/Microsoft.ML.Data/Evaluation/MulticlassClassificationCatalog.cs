using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog()
    {
    }

    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column label = LabelReader.Find(data, labelColumnName, "Label");
        DataViewSchema.Column score = LabelReader.Find(data, scoreColumnName, "Score");
        LabelReader.Find(data, predictedLabelColumnName, "PredictedLabel");
        if (score.Type is not VectorDataViewType { IsKnownSize: true, Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw new ArgumentOutOfRangeException(nameof(data), $"Schema mismatch for score column '{score.Name}': expected vector of two or more items of type Single, got {score.Type}");
        if (!LabelReader.CanRead(label.Type))
            throw new ArgumentOutOfRangeException(nameof(data), $"Schema mismatch for label column '{label.Name}': expected Single, Double, Boolean or Key, got {label.Type}");

        var counter = new MulticlassCounter(vector.Size);
        using (DataViewRowCursor cursor = data.GetRowCursor([label, score]))
        {
            Func<float> readLabel = LabelReader.Create(cursor, label);
            ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
            VBuffer<float> scores = default;
            while (cursor.MoveNext())
            {
                float value = readLabel();
                getScore(ref scores);
                counter.Add(value, [.. scores.DenseValues()]);
            }
        }

        string[] names = [.. Enumerable.Range(0, vector.Size).Select(i => i.ToString())];
        if (score.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            score.GetSlotNames(ref slots);
            names = [.. slots.DenseValues().Select(s => s.ToString())];
        }

        return counter.ToMetrics(names, topKPredictionCount);
    }
}
