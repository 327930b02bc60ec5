namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) =>
        destination.GetEditor(destination.Length, destination.GetCount(), keepOld: false, withIndices: false);

    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        if (valuesCount < 0 || valuesCount > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount));
        return destination.GetEditor(newLogicalLength, valuesCount ?? newLogicalLength, keepOldOnResize, requireIndicesOnDense);
    }
}
