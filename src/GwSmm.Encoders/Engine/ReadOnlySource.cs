namespace GwSmm.Encoders;

/// <summary>Weights for inference: what is large is read where it lies, in a mapped file too.</summary>
/// <param name="weights">The weights.</param>
internal class ReadOnlySource(EncoderWeights weights) : TensorSource(weights)
{
    /// <inheritdoc/>
    public override TableParameters Table(string name) => new(Weights[name].Values);

    /// <inheritdoc/>
    public override DenseParameters Dense(string prefix, bool whole = false) => new(Weights[prefix + ".weight"].Values, Array(prefix + ".bias"));
}
