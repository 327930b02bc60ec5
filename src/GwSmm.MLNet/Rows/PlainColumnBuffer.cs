using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace GwSmm.MLNet;

/// <summary>Buffer of a column whose values are not vectors.</summary>
/// <typeparam name="T">The raw type.</typeparam>
/// <param name="source">Reads the current row.</param>
/// <param name="capacity">Rows to hold.</param>
internal sealed class PlainColumnBuffer<T>(ValueGetter<T> source, int capacity) : ColumnBuffer
{
    private readonly T[] _values = new T[capacity];

    /// <inheritdoc/>
    public override void Store(int slot)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            // A getter may reuse or dispose of what it finds (images): what a consumer holds must not be offered again.
            _values[slot] = default!;
        }

        source(ref _values[slot]);
    }

    /// <inheritdoc/>
    public override Delegate CreateGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
}
