using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Annotations of score and prediction columns, the same that ML.NET's own trainers write.</summary>
internal static class ScoreAnnotations
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string TrainingLabelValues = "TrainingLabelValues";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreValueKind = "ScoreValueKind";

    /// <summary>The type of <see cref="ScoreColumnSetId"/>.</summary>
    public static KeyDataViewType SetIdType { get; } = new(typeof(uint), int.MaxValue);

    /// <summary>The lowest score set number that no column of a schema has.</summary>
    public static uint FreeSetId(DataViewSchema schema)
    {
        var highest = 0u;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(ScoreColumnSetId) is { Type: KeyDataViewType { RawType: var raw } } && raw == typeof(uint))
            {
                var id = 0u;
                column.Annotations.GetValue(ScoreColumnSetId, ref id);
                highest = Math.Max(highest, id);
            }
        }

        return highest + 1;
    }

    /// <summary>Annotations of a score vector.</summary>
    public static DataViewSchema.Annotations Score(IReadOnlyList<string> classes, bool multiLabel, uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddNames(builder, SlotNames, classes);
        if (!multiLabel)
        {
            AddNames(builder, TrainingLabelValues, classes);
        }

        AddScoreSet(builder, multiLabel, setId, "Score");
        return builder.ToAnnotations();
    }

    /// <summary>Annotations of a predicted class (key) or of predicted labels (vector).</summary>
    public static DataViewSchema.Annotations Prediction(IReadOnlyList<string> classes, bool multiLabel, uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        AddNames(builder, multiLabel ? SlotNames : KeyValues, classes);
        AddScoreSet(builder, multiLabel, setId, "PredictedLabel");
        return builder.ToAnnotations();
    }

    private static void AddNames(DataViewSchema.Annotations.Builder builder, string kind, IReadOnlyList<string> names)
    {
        var values = names.Select(name => name.AsMemory()).ToArray();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> target) =>
        {
            var editor = VBufferEditor.Create(ref target, values.Length);
            values.CopyTo(editor.Values);
            target = editor.Commit();
        };
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, values.Length), getter);
    }

    private static void AddScoreSet(DataViewSchema.Annotations.Builder builder, bool multiLabel, uint setId, string valueKind)
    {
        builder.AddPrimitiveValue(ScoreColumnSetId, SetIdType, setId);
        builder.AddPrimitiveValue(ScoreColumnKind, TextDataViewType.Instance, (multiLabel ? "MultiLabelClassification" : "MulticlassClassification").AsMemory());
        builder.AddPrimitiveValue(ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
    }
}
