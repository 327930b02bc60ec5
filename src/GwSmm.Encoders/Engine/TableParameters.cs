namespace GwSmm.Encoders;

/// <summary>A table whose rows are looked up, or its gradient.</summary>
internal sealed class TableParameters
{
    private readonly float[]? _array;

    /// <summary>Views an array, which may be written to.</summary>
    /// <param name="array">The rows, one after another.</param>
    public TableParameters(float[] array)
        : this((ReadOnlyMemory<float>)array) => _array = array;

    /// <summary>Views a table that is only read.</summary>
    /// <param name="values">The rows, one after another.</param>
    public TableParameters(ReadOnlyMemory<float> values) => Values = values;

    /// <summary>The table as an array.</summary>
    /// <exception cref="InvalidOperationException">It is only read.</exception>
    public float[] Array => _array ?? throw new InvalidOperationException("This table is read where it lies; it is no array.");

    /// <summary>The table, wherever it lies.</summary>
    public ReadOnlyMemory<float> Values { get; }
}
