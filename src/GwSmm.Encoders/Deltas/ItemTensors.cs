namespace GwSmm.Encoders;

/// <summary>An item's delta made ready for inference: what is small is applied once. Immutable; thread-safe.</summary>
internal sealed class ItemTensors
{
    private readonly Dictionary<string, float[]> _small = new(StringComparer.Ordinal);

    /// <summary>Applies what is small.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <param name="delta">The item's delta.</param>
    /// <exception cref="ArgumentException">The delta does not fit.</exception>
    public ItemTensors(EncoderWeights shared, EncoderDelta delta)
    {
        delta.Check(shared);
        Delta = delta;
        foreach (var tensor in delta.Tensors.Where(tensor => tensor.Shape.Count < 2 || string.Equals(tensor.Name, EncoderParameters.TokenTypeName, StringComparison.Ordinal)))
        {
            var values = shared[tensor.Name].Values.ToArray();
            tensor.AddTo(values);
            _small.Add(tensor.Name, values);
        }
    }

    /// <summary>The delta.</summary>
    public EncoderDelta Delta { get; }

    /// <summary>Whether the delta changes a layer, from 0.</summary>
    public bool ChangesLayer(int layer)
    {
        var prefix = LayerParameters.Prefix(layer);
        return Delta.Tensors.Any(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>A small tensor with its delta; null where it has none.</summary>
    public float[]? Small(string name) => _small.GetValueOrDefault(name);
}
