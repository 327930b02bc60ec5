using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Getters over the arrays that <see cref="IRowScorer.Score"/> returns.</summary>
internal static class ScoreGetters
{
    /// <summary>Creates a getter of a column's raw type.</summary>
    /// <param name="type">The type of the column.</param>
    /// <param name="values">Gives the column's values [rows], computing them if need be.</param>
    /// <param name="slot">Tells the row's index in them.</param>
    public static Delegate Create(DataViewType type, Func<Array> values, Func<int> slot) => type switch
    {
        VectorDataViewType { ItemType: BooleanDataViewType } => Vector<bool>(values, slot),
        VectorDataViewType => Vector<float>(values, slot),
        _ => (ValueGetter<uint>)((ref uint value) => value = ((uint[])values())[slot()]),
    };

    private static ValueGetter<VBuffer<T>> Vector<T>(Func<Array> values, Func<int> slot) =>
        (ref VBuffer<T> value) => ((VBuffer<T>[])values())[slot()].CopyTo(ref value);
}
