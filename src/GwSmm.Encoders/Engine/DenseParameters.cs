namespace GwSmm.Encoders;

/// <summary>The arrays of a dense layer y = x W^T + b, or those of its gradient.</summary>
/// <param name="Weight">W [outputs, inputs].</param>
/// <param name="Bias">b [outputs].</param>
internal sealed record DenseParameters(float[] Weight, float[] Bias)
{
    /// <summary>What inference adds to W without W being changed; null for nothing.</summary>
    public LowRankDelta? Correction { get; init; }

    /// <summary>Channels in.</summary>
    public int Inputs => Weight.Length / Bias.Length;

    /// <summary>Channels out.</summary>
    public int Outputs => Bias.Length;
}
