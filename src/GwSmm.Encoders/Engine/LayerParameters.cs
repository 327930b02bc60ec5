namespace GwSmm.Encoders;

/// <summary>The arrays of one transformer layer, or those of its gradient.</summary>
internal sealed class LayerParameters
{
    /// <summary>How the names of all layers' tensors begin.</summary>
    public const string AllLayers = "encoder.layer.";

    /// <summary>Looks the tensors of a layer up.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="whole">Whether weights must be there as a whole, without a correction beside them.</param>
    public LayerParameters(TensorSource source, int layer, bool whole = false)
    {
        var prefix = Prefix(layer);
        Query = source.Dense(prefix + "attention.self.query", whole);
        Key = source.Dense(prefix + "attention.self.key", whole);
        Value = source.Dense(prefix + "attention.self.value", whole);
        AttentionOutput = source.Dense(prefix + "attention.output.dense", whole);
        AttentionNorm = source.Norm(prefix + "attention.output.LayerNorm");
        Intermediate = source.Dense(prefix + "intermediate.dense", whole);
        Output = source.Dense(prefix + "output.dense", whole);
        OutputNorm = source.Norm(prefix + "output.LayerNorm");
    }

    /// <summary>Queries of the attention.</summary>
    public DenseParameters Query { get; }

    /// <summary>Keys of the attention.</summary>
    public DenseParameters Key { get; }

    /// <summary>Values of the attention.</summary>
    public DenseParameters Value { get; }

    /// <summary>Mixes the heads.</summary>
    public DenseParameters AttentionOutput { get; }

    /// <summary>Normalises after the attention and its residual.</summary>
    public NormParameters AttentionNorm { get; }

    /// <summary>Widens in the feed-forward block.</summary>
    public DenseParameters Intermediate { get; }

    /// <summary>Narrows in the feed-forward block.</summary>
    public DenseParameters Output { get; }

    /// <summary>Normalises after the feed-forward block and its residual.</summary>
    public NormParameters OutputNorm { get; }

    /// <summary>How the names of a layer's tensors begin.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <returns>The beginning, up to the dot.</returns>
    public static string Prefix(int layer) => $"{AllLayers}{layer}.";
}
