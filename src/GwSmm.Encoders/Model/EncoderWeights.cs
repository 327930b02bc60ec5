using System.Diagnostics.CodeAnalysis;

namespace GwSmm.Encoders;

/// <summary>The parameters of one encoder, by Hugging Face name, in ordinal order of the names. Not thread-safe while written.</summary>
public sealed class EncoderWeights
{
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Collects tensors.</summary>
    /// <param name="tensors">The parameters; names are unique.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public EncoderWeights(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors)
        {
            _tensors.Add(tensor.Name, tensor);
        }
    }

    /// <summary>The tensors in ordinal order of their names.</summary>
    public IReadOnlyCollection<Tensor> Tensors => _tensors.Values;

    /// <summary>The number of scalars in all tensors.</summary>
    public long ParameterCount => _tensors.Values.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>The tensor of that name.</summary>
    /// <param name="name">A Hugging Face name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"The encoder has no tensor '{name}'.");

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">A Hugging Face name.</param>
    /// <param name="tensor">The tensor where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Copies every tensor.</summary>
    /// <returns>Weights that share no array with these.</returns>
    public EncoderWeights Clone() => new(_tensors.Values.Select(tensor => new Tensor(tensor.Name, tensor.Shape, tensor.Values.ToArray())));
}
