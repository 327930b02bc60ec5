namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return GetColumn<T>(data, data.Schema.GetColumnOrNull(columnName)
            ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"Could not find input column '{columnName}'"));
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        Type stored = typeof(T) == typeof(string) ? typeof(ReadOnlyMemory<char>) : typeof(T);
        bool array = column.Type is VectorDataViewType vector && typeof(T).IsArray;
        if (!array && stored != column.Type.RawType)
            throw new ArgumentOutOfRangeException(nameof(column), $"Could not map a data view column of type {column.Type} to {typeof(T)}.");
        return Read<T>(data, column, array);
    }

    private static IEnumerable<T> Read<T>(IDataView data, DataViewSchema.Column column, bool array)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        Func<object> read = RawValues.CreateReader(cursor, column);
        while (cursor.MoveNext())
        {
            object value = read();
            if (array)
                value = ToArray(value, typeof(T));
            else if (typeof(T) == typeof(string))
                value = value.ToString();
            yield return (T)value;
        }
    }

    private static object ToArray(object buffer, Type arrayType) => buffer switch
    {
        VBuffer<ReadOnlyMemory<char>> texts when arrayType == typeof(string[]) => texts.DenseValues().Select(t => t.ToString()).ToArray(),
        VBuffer<ReadOnlyMemory<char>> texts => texts.DenseValues().ToArray(),
        VBuffer<float> numbers => numbers.DenseValues().ToArray(),
        VBuffer<double> numbers => numbers.DenseValues().ToArray(),
        VBuffer<bool> flags => flags.DenseValues().ToArray(),
        VBuffer<int> numbers => numbers.DenseValues().ToArray(),
        VBuffer<uint> keys => keys.DenseValues().ToArray(),
        _ => throw new NotSupportedException($"The offline stand-in for ML.NET can't make {arrayType} of {buffer.GetType()}."),
    };
}
