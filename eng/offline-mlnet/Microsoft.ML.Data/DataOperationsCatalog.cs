using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    internal DataOperationsCatalog()
    {
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        SchemaDefinition.Refuse(schemaDefinition);
        return new EnumerableView<TRow>(data);
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data,
        bool reuseRowObject,
        bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        SchemaDefinition.Refuse(schemaDefinition);

        // Bound once now, so that what does not fit is said here and not at the first row.
        using (DataViewRowCursor probe = data.GetRowCursor(TypedSetters.ColumnsOf(typeof(TRow), data.Schema)))
            TypedSetters.CreateAll(typeof(TRow), probe, ignoreMissingColumns);
        return Rows<TRow>(data, reuseRowObject, ignoreMissingColumns);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input;
    }

    public IDataView TakeRows(IDataView input, long count) => new FilteredView(input, [], _ =>
    {
        long left = count;
        return () => left-- > 0 ? true : null;
    });

    public IDataView SkipRows(IDataView input, long count) => new FilteredView(input, [], _ =>
    {
        long left = count;
        return () => left-- <= 0;
    });

    public IDataView FilterRowsByColumn(
        IDataView input,
        string columnName,
        double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity)
    {
        DataViewSchema.Column column = input.Schema[columnName];
        if (column.Type != NumberDataViewType.Single && column.Type != NumberDataViewType.Double)
            throw new NotSupportedException("The offline stand-in for ML.NET filters by Single and Double columns only.");
        return new FilteredView(input, [columnName], row =>
        {
            Func<object> read = RawValues.CreateReader(row, column);
            return () => Convert.ToDouble(read()) is var value && value >= lowerBound && value < upperBound;
        });
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns)
        where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(TypedSetters.ColumnsOf(typeof(TRow), data.Schema));
        Action<object> fill = TypedSetters.CreateAll(typeof(TRow), cursor, ignoreMissingColumns);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (row is null || !reuseRowObject)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }
}
