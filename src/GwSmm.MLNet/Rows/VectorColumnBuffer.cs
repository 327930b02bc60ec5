using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Buffer of a vector column; consumers get copies, since they own what a getter gives them.</summary>
/// <typeparam name="T">The type of the vector's items.</typeparam>
/// <param name="source">Reads the current row.</param>
/// <param name="capacity">Rows to hold.</param>
internal sealed class VectorColumnBuffer<T>(ValueGetter<VBuffer<T>> source, int capacity) : ColumnBuffer
{
    private readonly VBuffer<T>[] _values = new VBuffer<T>[capacity];

    /// <inheritdoc/>
    public override void Store(int slot) => source(ref _values[slot]);

    /// <inheritdoc/>
    public override Delegate CreateGetter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[slot()].CopyTo(ref value));
}
