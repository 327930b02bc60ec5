using System.Diagnostics.CodeAnalysis;

namespace GwSmm.Encoders;

/// <summary>
/// What makes an item's own encoder of one that several items share: deltas of some of its tensors. Tensors without a delta are those of
/// the shared encoder. Immutable by convention; thread-safe to read.
/// </summary>
public sealed class EncoderDelta
{
    private readonly SortedDictionary<string, TensorDelta> _tensors = new(StringComparer.Ordinal);

    /// <summary>Collects deltas.</summary>
    /// <param name="tensors">At most one for each tensor.</param>
    /// <exception cref="ArgumentException">A tensor has two deltas.</exception>
    public EncoderDelta(IEnumerable<TensorDelta> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors)
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"The tensor '{tensor.Name}' has two deltas.", nameof(tensors));
            }
        }
    }

    /// <summary>The deltas in ordinal order of their names.</summary>
    public IReadOnlyCollection<TensorDelta> Tensors => _tensors.Values;

    /// <summary>Bytes of all deltas, names, headers and <see cref="Vectors"/> aside.</summary>
    public long ByteCount => _tensors.Values.Sum(tensor => tensor.ByteCount);

    /// <summary>The vectors that masks choose from, each once; items of a group share them.</summary>
    public IEnumerable<DenseDelta> Vectors => _tensors.Values
        .Select(tensor => (tensor is RowDelta rows ? rows.Inner : tensor) as MaskDelta)
        .OfType<MaskDelta>().Select(mask => mask.Vector).Distinct();

    /// <summary>Looks a delta up.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="tensor">Its delta where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorDelta? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Makes the item's own encoder.</summary>
    /// <param name="shared">The shared encoder; not changed.</param>
    /// <returns>Its weights plus the deltas; tensors without a delta are the very ones of <paramref name="shared"/>.</returns>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape.</exception>
    public EncoderWeights ApplyTo(EncoderWeights shared)
    {
        Check(shared);
        return new EncoderWeights(shared.Tensors.Select(tensor => _tensors.TryGetValue(tensor.Name, out var delta) ? Sum(tensor, delta) : tensor));
    }

    /// <summary>Checks that every delta has a tensor of its shape.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape.</exception>
    public void Check(EncoderWeights shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        foreach (var delta in _tensors.Values)
        {
            if (!shared.TryGet(delta.Name, out var tensor) || !tensor.Shape.SequenceEqual(delta.Shape))
            {
                var found = tensor is null ? "has no such tensor" : $"has [{string.Join(", ", tensor.Shape)}]";
                throw new ArgumentException($"There is a delta of the tensor '{delta.Name}' [{string.Join(", ", delta.Shape)}], but the encoder {found}.", nameof(shared));
            }
        }
    }

    private static Tensor Sum(Tensor tensor, TensorDelta delta)
    {
        var values = tensor.Values.ToArray();
        delta.AddTo(values);
        return new Tensor(tensor.Name, tensor.Shape, values);
    }
}
