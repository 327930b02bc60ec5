namespace GwSmm.Encoders;

/// <summary>The arrays of one transformer layer, or those of its gradient.</summary>
internal sealed class LayerParameters
{
    /// <summary>Looks the tensors of a layer up.</summary>
    public LayerParameters(TensorSource source, int layer)
    {
        var prefix = $"encoder.layer.{layer}.";
        Query = source.Dense(prefix + "attention.self.query");
        Key = source.Dense(prefix + "attention.self.key");
        Value = source.Dense(prefix + "attention.self.value");
        AttentionOutput = source.Dense(prefix + "attention.output.dense");
        AttentionNorm = source.Norm(prefix + "attention.output.LayerNorm");
        Intermediate = source.Dense(prefix + "intermediate.dense");
        Output = source.Dense(prefix + "output.dense");
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
}
