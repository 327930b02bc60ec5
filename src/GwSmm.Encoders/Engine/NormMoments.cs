namespace GwSmm.Encoders;

/// <summary>Mean and inverse standard deviation of every row, which the backward pass of a layer normalisation needs.</summary>
internal sealed class NormMoments
{
    private float[] _means = [];
    private float[] _inverseDeviations = [];

    /// <summary>Means [rows].</summary>
    public float[] Means => _means;

    /// <summary>1 / sqrt(variance + epsilon) [rows].</summary>
    public float[] InverseDeviations => _inverseDeviations;

    /// <summary>Makes room.</summary>
    public void Reserve(int rows)
    {
        Buffers.Ensure(ref _means, rows);
        Buffers.Ensure(ref _inverseDeviations, rows);
    }
}
