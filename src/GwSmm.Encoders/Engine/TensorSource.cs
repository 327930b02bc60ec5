namespace GwSmm.Encoders;

/// <summary>Where the arrays of an encoder come from: its weights, which training may write to.</summary>
/// <param name="weights">The weights.</param>
internal class TensorSource(EncoderWeights weights)
{
    /// <summary>The weights.</summary>
    protected EncoderWeights Weights => weights;

    /// <summary>An array that is small or used as a whole.</summary>
    public virtual float[] Array(string name) => weights[name].Data;

    /// <summary>A table whose rows are looked up.</summary>
    public virtual TableParameters Table(string name) => new(weights[name].Data);

    /// <summary>At least the first rows of a table.</summary>
    public virtual TableParameters Rows(string name, int rows) => Table(name);

    /// <summary>A dense layer.</summary>
    /// <param name="prefix">Its name without <c>.weight</c>.</param>
    /// <param name="whole">Whether the weight must be there as a whole, without a correction beside it.</param>
    public virtual DenseParameters Dense(string prefix, bool whole = false) => new(Array(prefix + ".weight"), Array(prefix + ".bias"));

    /// <summary>A layer normalisation.</summary>
    public NormParameters Norm(string prefix) => new(Array(prefix + ".weight"), Array(prefix + ".bias"));
}
