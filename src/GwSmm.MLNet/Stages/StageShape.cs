using Microsoft.ML;
using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace GwSmm.MLNet;

/// <summary>Shapes of the columns that stages add, for estimators, which know no sizes yet.</summary>
internal static class StageShape
{
    /// <summary>Checks the columns of training data.</summary>
    /// <param name="shape">The shape of the data.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>Whether the label is multi-label.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public static bool CheckTraining(SchemaShape shape, DataColumns columns)
    {
        CheckText(shape, columns.Text);
        var item = Find(shape, columns.Item, "item");
        if (!IsCell(item))
        {
            throw InputColumns.WrongType(columns.Item, "item", Describe(item), CellText.Accepted);
        }

        var label = Find(shape, columns.Label, "label");
        var multiLabel = label is { Kind: VectorKind.Vector, ItemType: BooleanDataViewType };
        return multiLabel || IsCell(label)
            ? multiLabel
            : throw InputColumns.WrongType(columns.Label, "label", Describe(label), $"{CellText.Accepted} for one class per response, or a Boolean vector of known size for any number of labels");
    }

    /// <summary>Checks the text column.</summary>
    public static void CheckText(SchemaShape shape, string name)
    {
        var text = Find(shape, name, "text");
        if (text is not { Kind: VectorKind.Scalar, ItemType: TextDataViewType })
        {
            throw InputColumns.WrongType(name, "text", Describe(text), "text");
        }
    }

    /// <summary>An item's three columns.</summary>
    public static IEnumerable<SchemaShape.Column> ItemColumns(string item, bool multiLabel) =>
    [
        new SchemaShape.Column(ScoreColumns.FeaturesOf(item), VectorKind.Vector, NumberDataViewType.Single, isKey: false),
        Score(ScoreColumns.ScoreOf(item), multiLabel),
        Prediction(ScoreColumns.PredictedLabelOf(item), multiLabel),
    ];

    /// <summary>The routed columns.</summary>
    public static IEnumerable<SchemaShape.Column> RoutedColumns(bool multiLabel) =>
        [Score(ScoreColumns.Score, multiLabel), Prediction(ScoreColumns.PredictedLabel, multiLabel)];

    /// <summary>Adds the routed columns to a pipeline that ends in scorers of one kind; kinds show in the shapes of their predictions.</summary>
    public static SchemaShape AddRouted(SchemaShape shape)
    {
        const string suffix = "." + ScoreColumns.PredictedLabel;
        var predictions = shape.Where(column => column.Name.EndsWith(suffix, StringComparison.Ordinal)).ToArray();

        // Which items TextScorers will find is not known yet; the label column tells their kind.
        var probes = predictions.Length > 0 ? predictions : [.. shape.Where(column => string.Equals(column.Name, "Label", StringComparison.Ordinal))];
        var kinds = probes.Select(column => column is { Kind: VectorKind.Vector, ItemType: BooleanDataViewType }).Distinct().ToArray();
        return kinds.Length > 1 ? shape : Add(shape, RoutedColumns(kinds is [true]));
    }

    /// <summary>Adds columns; those of the same name give way.</summary>
    public static SchemaShape Add(SchemaShape shape, IEnumerable<SchemaShape.Column> columns)
    {
        var all = shape.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            all[column.Name] = column;
        }

        return new SchemaShape(all.Values);
    }

    private static SchemaShape.Column Score(string name, bool multiLabel) => new(
        name, VectorKind.Vector, NumberDataViewType.Single, isKey: false, Annotations(multiLabel ? [ScoreAnnotations.SlotNames] : [ScoreAnnotations.SlotNames, ScoreAnnotations.TrainingLabelValues]));

    private static SchemaShape.Column Prediction(string name, bool multiLabel) => multiLabel
        ? new(name, VectorKind.Vector, BooleanDataViewType.Instance, isKey: false, Annotations([ScoreAnnotations.SlotNames]))
        : new(name, VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, Annotations([ScoreAnnotations.KeyValues]));

    private static SchemaShape Annotations(IEnumerable<string> names) => new(
    [
        .. names.Select(name => new SchemaShape.Column(name, VectorKind.Vector, TextDataViewType.Instance, isKey: false)),
        new SchemaShape.Column(ScoreAnnotations.ScoreColumnSetId, VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true),
        new SchemaShape.Column(ScoreAnnotations.ScoreColumnKind, VectorKind.Scalar, TextDataViewType.Instance, isKey: false),
        new SchemaShape.Column(ScoreAnnotations.ScoreValueKind, VectorKind.Scalar, TextDataViewType.Instance, isKey: false),
    ]);

    private static SchemaShape.Column Find(SchemaShape shape, string name, string role)
    {
        foreach (var column in shape)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        throw InputColumns.Missing(name, role, shape.Select(column => column.Name));
    }

    private static bool IsCell(SchemaShape.Column column) => column.Kind == VectorKind.Scalar && (column.IsKey || CellText.CanRead(column.ItemType));

    private static string Describe(SchemaShape.Column column) => column.Kind switch
    {
        VectorKind.Scalar => column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}",
        VectorKind.Vector => $"Vector<{column.ItemType}>",
        _ => $"Vector<{column.ItemType}> of unknown size",
    };
}
