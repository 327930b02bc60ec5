namespace GwSmm.Numerics;

/// <summary>Weights of single precision, read where they lie: a view, nothing is copied.</summary>
internal sealed class FloatWeights : DenseWeights
{
    /// <summary>Views weights.</summary>
    /// <param name="weight">W [outputs, inputs].</param>
    /// <param name="bias">b [outputs].</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public FloatWeights(ReadOnlyMemory<float> weight, float[] bias)
        : base(bias.Length, weight.Length / bias.Length)
    {
        Lengths.Matrix(Outputs, Inputs, weight.Length, nameof(weight));
        (Weight, Bias) = (weight, bias);
    }

    /// <summary>W [outputs, inputs].</summary>
    public ReadOnlyMemory<float> Weight { get; }

    /// <summary>b [outputs].</summary>
    public float[] Bias { get; }
}
