using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Finds input columns and says clearly what is wrong with them.</summary>
internal static class InputColumns
{
    /// <summary>The text column of that name.</summary>
    public static DataViewSchema.Column Text(DataViewSchema schema, string name)
    {
        var column = Find(schema, name, "text");
        return column.Type is TextDataViewType ? column : throw WrongType(name, "text", column.Type, "text");
    }

    /// <summary>The column of that name, which must hold text, numbers, Booleans or keys.</summary>
    public static DataViewSchema.Column Cell(DataViewSchema schema, string name, string role)
    {
        var column = Find(schema, name, role);
        return CellText.CanRead(column.Type) ? column : throw WrongType(name, role, column.Type, CellText.Accepted);
    }

    /// <summary>The label column of that name: one value, or a vector of Booleans of known size.</summary>
    public static DataViewSchema.Column Label(DataViewSchema schema, string name)
    {
        var column = Find(schema, name, "label");
        return CellText.CanRead(column.Type) || column.Type is VectorDataViewType { ItemType: BooleanDataViewType, IsKnownSize: true }
            ? column
            : throw WrongType(name, "label", column.Type, $"{CellText.Accepted} for one class per response, or a Boolean vector of known size for any number of labels");
    }

    /// <summary>The exception for a column that is not there.</summary>
    public static GwSmmException Missing(string name, string role, IEnumerable<string> present)
    {
        var names = string.Join(", ", present.Distinct(StringComparer.Ordinal));
        return new GwSmmException($"The data has no {role} column '{name}'. It has: {(names.Length == 0 ? "no columns" : names)}. Rename one, or name yours in the options.");
    }

    /// <summary>The exception for a column of a type that can't be used.</summary>
    public static GwSmmException WrongType(string name, string role, object found, string expected) =>
        new($"The {role} column '{name}' has type {found}; it must be {expected}.");

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw Missing(name, role, schema.Where(column => !column.IsHidden).Select(column => column.Name));
}
