namespace Microsoft.ML.Data;

internal static class ActiveColumns
{
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            if (column.Index >= active.Length || !string.Equals(schema[column.Index].Name, column.Name, StringComparison.Ordinal))
                throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{column.Name}' is not of this schema.");
            active[column.Index] = true;
        }

        return active;
    }

    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}' of column '{column.Name}'.");
}
