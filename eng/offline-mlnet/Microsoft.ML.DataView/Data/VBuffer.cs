using System.Collections;

namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (count < 0 || count > length)
            throw new ArgumentOutOfRangeException(nameof(count));
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values));
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || sourceIndex > Length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex));
        if (length < 0 || length > Length - sourceIndex)
            throw new ArgumentOutOfRangeException(nameof(length));
        KeyValuePair<int, T>[] inside = [.. Items().Where(item => item.Key >= sourceIndex && item.Key < sourceIndex + length)];
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, inside.Length);
        for (int i = 0; i < inside.Length; i++)
        {
            editor.Values[i] = inside[i].Value;
            if (inside.Length < length)
                editor.Indices[i] = inside[i].Key - sourceIndex;
        }

        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not large enough to hold these values.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (int i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        VBuffer<T> buffer = this;
        return all || IsDense
            ? DenseValues().Select((value, i) => KeyValuePair.Create(i, value))
            : Enumerable.Range(0, _count).Select(i => KeyValuePair.Create(buffer._indices[i], buffer._values[i]));
    }

    public IEnumerable<T> DenseValues()
    {
        int next = 0;
        for (int i = 0; i < Length; i++)
        {
            if (IsDense)
                yield return _values[i];
            else
                yield return next < _count && _indices[next] == i ? _values[next++] : default;
        }
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length)
            throw new ArgumentOutOfRangeException(nameof(index));
        if (IsDense)
            return _values[index];
        int found = GetIndices().BinarySearch(index);
        return found >= 0 ? _values[found] : default;
    }

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    public IEnumerator GetEnumerator() => (_values ?? []).GetEnumerator();

    internal VBufferEditor<T> GetEditor(int length, int count, bool keepOld, bool withIndices)
    {
        T[] values = _values;
        int[] indices = _indices;
        bool newValues = Grow(ref values, count, keepOld);
        bool newIndices = (count < length || withIndices) && Grow(ref indices, count, keepOld);
        return new VBufferEditor<T>(length, count, values, indices, withIndices, newValues, newIndices);
    }

    internal int GetCount() => _count;

    private static bool Grow<TItem>(ref TItem[] array, int size, bool keepOld)
    {
        if (size == 0 || array?.Length >= size)
            return false;
        var grown = new TItem[size];
        if (keepOld)
            array?.CopyTo(grown, 0);
        array = grown;
        return true;
    }
}
