using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>One transformer layer in the form that inference reads: float weights are a view, bytes a copy.</summary>
internal sealed class InferenceLayer
{
    /// <summary>Views or converts a layer.</summary>
    /// <param name="parameters">The layer's weights.</param>
    /// <param name="precision">The form.</param>
    public InferenceLayer(LayerParameters parameters, EncoderPrecision precision)
    {
        Query = Dense(parameters.Query, precision);
        Key = Dense(parameters.Key, precision);
        Value = Dense(parameters.Value, precision);
        AttentionOutput = Dense(parameters.AttentionOutput, precision);
        AttentionNorm = parameters.AttentionNorm;
        Intermediate = Dense(parameters.Intermediate, precision);
        Output = Dense(parameters.Output, precision);
        OutputNorm = parameters.OutputNorm;
    }

    /// <summary>Queries of the attention.</summary>
    public DenseWeights Query { get; }

    /// <summary>Keys of the attention.</summary>
    public DenseWeights Key { get; }

    /// <summary>Values of the attention.</summary>
    public DenseWeights Value { get; }

    /// <summary>Mixes the heads.</summary>
    public DenseWeights AttentionOutput { get; }

    /// <summary>Normalises after the attention and its residual.</summary>
    public NormParameters AttentionNorm { get; }

    /// <summary>Widens in the feed-forward block.</summary>
    public DenseWeights Intermediate { get; }

    /// <summary>Narrows in the feed-forward block.</summary>
    public DenseWeights Output { get; }

    /// <summary>Normalises after the feed-forward block and its residual.</summary>
    public NormParameters OutputNorm { get; }

    private static DenseWeights Dense(DenseParameters parameters, EncoderPrecision precision)
    {
        var weights = new FloatWeights(parameters.Values, parameters.Bias);
        return precision == EncoderPrecision.Float32 ? parameters.Correction?.Beside(weights) ?? (DenseWeights)weights
            : parameters.Correction is null ? new ByteWeights(weights)
            : throw new InvalidOperationException("Bytes are made of the sum.");
    }
}
