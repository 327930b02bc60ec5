using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>Reads whole columns through a cursor as comparable text.</summary>
internal static class Cursors
{
    public static string[] Read(IDataView data, string column) => Read(data, [column]);

    /// <summary>One string per row with its position, id and the values of some columns.</summary>
    public static string[] Read(IDataView data, string[] columns, Random? rand = null)
    {
        var wanted = columns.Select(name => data.Schema[name]).ToArray();
        using var cursor = data.GetRowCursor(wanted, rand);
        return Read(cursor, cursor, wanted);
    }

    /// <summary>The same of a row that stands where a cursor stands.</summary>
    public static string[] Read(DataViewRowCursor cursor, DataViewRow row, DataViewSchema.Column[] wanted)
    {
        var id = row.GetIdGetter();
        var readers = wanted.Select(column => Reader(row, column)).ToArray();
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            DataViewRowId value = default;
            id(ref value);
            rows.Add($"{row.Position} {value.Low}:{value.High} {string.Join(" | ", readers.Select(reader => reader()))}");
        }

        Assert.False(cursor.MoveNext());
        return [.. rows];
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var create = typeof(Cursors).GetMethod(nameof(TypedReader), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return (Func<string>)create.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;
    }

    private static Func<string> TypedReader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return value switch
            {
                VBuffer<float> vector => string.Join(",", vector.DenseValues().Select(x => x.ToString("R", CultureInfo.InvariantCulture))),
                VBuffer<double> vector => string.Join(",", vector.DenseValues()),
                VBuffer<bool> vector => string.Join(",", vector.DenseValues()),
                VBuffer<ReadOnlyMemory<char>> vector => string.Join(",", vector.DenseValues()),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
        };
    }
}
