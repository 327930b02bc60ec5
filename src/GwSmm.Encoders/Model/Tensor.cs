namespace GwSmm.Encoders;

/// <summary>A named, dense, row-major array of single-precision numbers.</summary>
public sealed class Tensor
{
    // An array, or ReadOnlyValues until somebody wants an array.
    private object _store;

    /// <summary>Creates a tensor over existing values.</summary>
    /// <param name="name">The Hugging Face name, such as <c>embeddings.word_embeddings.weight</c>.</param>
    /// <param name="shape">Sizes of the dimensions, outermost first; none for a scalar.</param>
    /// <param name="data">The values, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, float[] data)
        : this(name, shape, data ?? throw new ArgumentNullException(nameof(data)), data.Length, nameof(data))
    {
    }

    /// <summary>Creates a tensor over values that are only to be read, such as those of a mapped file.</summary>
    /// <param name="name">The Hugging Face name.</param>
    /// <param name="shape">Sizes of the dimensions, outermost first.</param>
    /// <param name="values">The values, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    internal Tensor(string name, IReadOnlyList<int> shape, ReadOnlyMemory<float> values)
        : this(name, shape, new ReadOnlyValues(values), values.Length, nameof(values))
    {
    }

    private Tensor(string name, IReadOnlyList<int> shape, object store, int length, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != length)
        {
            throw new ArgumentException($"Tensor '{name}' has {length} values; its shape [{string.Join(", ", shape)}] needs {count}.", parameter);
        }

        Name = name;
        Shape = [.. shape];
        _store = store;
    }

    /// <summary>The Hugging Face name.</summary>
    public string Name { get; }

    /// <summary>Sizes of the dimensions, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values, row-major, as an array that may be written to. A tensor of a mapped file is copied when this is first asked for; the copy is
    /// what it is from then on, and it no longer holds the file.</summary>
    public float[] Data
    {
        get
        {
            var store = _store;
            return store as float[] ?? Copy((ReadOnlyValues)store);
        }
    }

    /// <summary>The values, row-major, where they lie. Keep the tensor, or this, for as long as a span of it is used: a span alone does not hold a
    /// mapped file.</summary>
    public ReadOnlyMemory<float> Values
    {
        get
        {
            var store = _store;
            return store as float[] ?? ((ReadOnlyValues)store).Memory;
        }
    }

    private float[] Copy(ReadOnlyValues values)
    {
        var copy = values.Memory.ToArray();
        return Interlocked.CompareExchange(ref _store, copy, values) as float[] ?? copy;
    }

    private sealed record ReadOnlyValues(ReadOnlyMemory<float> Memory);
}
