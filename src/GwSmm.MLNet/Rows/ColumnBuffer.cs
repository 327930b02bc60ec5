using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Values of one upstream column for the rows that a cursor has read ahead.</summary>
internal abstract class ColumnBuffer
{
    private static readonly MethodInfo PlainMethod = typeof(ColumnBuffer).GetMethod(nameof(Plain), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo VectorMethod = typeof(ColumnBuffer).GetMethod(nameof(Vector), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Creates a buffer for a column of any type.</summary>
    /// <param name="row">The cursor that is read ahead.</param>
    /// <param name="column">An active column of it.</param>
    /// <param name="capacity">Rows to hold.</param>
    public static ColumnBuffer Create(DataViewRow row, DataViewSchema.Column column, int capacity)
    {
        var raw = column.Type.RawType;
        var method = raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? VectorMethod.MakeGenericMethod(raw.GetGenericArguments()[0])
            : PlainMethod.MakeGenericMethod(raw);
        return (ColumnBuffer)method.Invoke(null, [row, column, capacity])!;
    }

    /// <summary>Stores the value of the row the cursor stands on.</summary>
    /// <param name="slot">Where to.</param>
    public abstract void Store(int slot);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    /// <param name="slot">Tells the slot of the current row.</param>
    public abstract Delegate CreateGetter(Func<int> slot);

    private static PlainColumnBuffer<T> Plain<T>(DataViewRow row, DataViewSchema.Column column, int capacity) => new(row.GetGetter<T>(column), capacity);

    private static VectorColumnBuffer<T> Vector<T>(DataViewRow row, DataViewSchema.Column column, int capacity) => new(row.GetGetter<VBuffer<T>>(column), capacity);
}
