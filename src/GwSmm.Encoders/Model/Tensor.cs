namespace GwSmm.Encoders;

/// <summary>A named, dense, row-major array of single-precision numbers.</summary>
public sealed class Tensor
{
    /// <summary>Creates a tensor over existing values.</summary>
    /// <param name="name">The Hugging Face name, such as <c>embeddings.word_embeddings.weight</c>.</param>
    /// <param name="shape">Sizes of the dimensions, outermost first; none for a scalar.</param>
    /// <param name="data">The values, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public Tensor(string name, IReadOnlyList<int> shape, float[] data)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(data);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != data.LongLength)
        {
            throw new ArgumentException($"Tensor '{name}' has {data.LongLength} values; its shape [{string.Join(", ", shape)}] needs {count}.", nameof(data));
        }

        Name = name;
        Shape = [.. shape];
        Data = data;
    }

    /// <summary>The Hugging Face name.</summary>
    public string Name { get; }

    /// <summary>Sizes of the dimensions, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values, row-major.</summary>
    public float[] Data { get; }
}
