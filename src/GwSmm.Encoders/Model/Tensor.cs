namespace GwSmm.Encoders;

/// <summary>A named, dense, row-major array of single-precision numbers.</summary>
public sealed class Tensor
{
    private readonly ReadOnlyMemory<float> _values;
    private float[]? _data;

    /// <summary>Creates a tensor over existing values.</summary>
    /// <param name="name">The Hugging Face name, such as <c>embeddings.word_embeddings.weight</c>.</param>
    /// <param name="shape">Sizes of the dimensions, outermost first; none for a scalar.</param>
    /// <param name="data">The values, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, float[] data)
        : this(name, shape, (ReadOnlyMemory<float>)data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
    }

    /// <summary>Creates a tensor over values that are only to be read, such as those of a mapped file.</summary>
    /// <param name="name">The Hugging Face name.</param>
    /// <param name="shape">Sizes of the dimensions, outermost first.</param>
    /// <param name="values">The values, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    internal Tensor(string name, IReadOnlyList<int> shape, ReadOnlyMemory<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != values.Length)
        {
            throw new ArgumentException($"Tensor '{name}' has {values.Length} values; its shape [{string.Join(", ", shape)}] needs {count}.", nameof(values));
        }

        Name = name;
        Shape = [.. shape];
        _values = values;
    }

    /// <summary>The Hugging Face name.</summary>
    public string Name { get; }

    /// <summary>Sizes of the dimensions, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values, row-major, as an array that may be written to. A tensor of a mapped file is copied when this is first asked for, and the
    /// copy is what it is from then on.</summary>
    public float[] Data => _data ?? Copy();

    /// <summary>The values, row-major, where they lie. Keep the tensor, or this, for as long as a span of it is used: a span alone does not hold a
    /// mapped file.</summary>
    public ReadOnlyMemory<float> Values => _data ?? _values;

    private float[] Copy()
    {
        var copy = _values.ToArray();
        return Interlocked.CompareExchange(ref _data, copy, null) ?? copy;
    }
}
