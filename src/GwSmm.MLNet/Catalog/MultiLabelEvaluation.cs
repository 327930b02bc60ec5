using GwSmm.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Reads true and predicted labels and measures them.</summary>
internal static class MultiLabelEvaluation
{
    /// <summary>Measures.</summary>
    public static MultiLabelMetrics Evaluate(IDataView data, string labelName, string predictedName)
    {
        var label = Find(data.Schema, labelName, "label");
        var predicted = Find(data.Schema, predictedName, "predicted label");
        var size = ((VectorDataViewType)label.Type).Size;
        CheckFit(label, predicted, size);
        var actual = new List<bool>();
        var guessed = new List<bool>();
        using var cursor = data.GetRowCursor([label, predicted]);
        var getLabel = cursor.GetGetter<VBuffer<bool>>(label);
        var getPredicted = cursor.GetGetter<VBuffer<bool>>(predicted);
        VBuffer<bool> flags = default;
        while (cursor.MoveNext())
        {
            getLabel(ref flags);
            actual.AddRange(flags.DenseValues());
            getPredicted(ref flags);
            guessed.AddRange(flags.DenseValues());
        }

        return actual.Count == 0
            ? throw new GwSmmException("The data to evaluate has no rows.")
            : MultiLabelMetrics.Compute(actual.ToArray(), guessed.ToArray(), size);
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw InputColumns.Missing(name, role, schema.Where(other => !other.IsHidden).Select(other => other.Name));
        return column.Type is VectorDataViewType { ItemType: BooleanDataViewType, IsKnownSize: true }
            ? column
            : throw InputColumns.WrongType(name, role, column.Type, "a Boolean vector of known size");
    }

    private static void CheckFit(DataViewSchema.Column label, DataViewSchema.Column predicted, int size)
    {
        var predictedSize = ((VectorDataViewType)predicted.Type).Size;
        if (size != predictedSize)
        {
            throw new GwSmmException($"The label column '{label.Name}' has {size} labels, the predicted label column '{predicted.Name}' {predictedSize}; they must have the same.");
        }

        if (!label.HasSlotNames() || !predicted.HasSlotNames())
        {
            return;
        }

        var names = LabelSpace.SlotNames(label, size);
        var predictedNames = LabelSpace.SlotNames(predicted, size);
        if (!names.AsSpan().SequenceEqual(predictedNames))
        {
            throw new GwSmmException(
                $"The label column '{label.Name}' has the labels {string.Join(", ", names)}, the predicted label column '{predicted.Name}' {string.Join(", ", predictedNames)}; they must be the same, in the same order.");
        }
    }
}
