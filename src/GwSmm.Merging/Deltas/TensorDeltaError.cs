namespace GwSmm.Merging;

/// <summary>How well a delta keeps the difference of a tensor.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Norm">Frobenius norm of the difference.</param>
/// <param name="ErrorNorm">Frobenius norm of what the delta leaves out or adds.</param>
/// <param name="ByteCount">Bytes of the delta; 0 where there is none.</param>
public sealed record TensorDeltaError(string Name, double Norm, double ErrorNorm, long ByteCount)
{
    /// <summary><see cref="ErrorNorm"/> over <see cref="Norm"/>; 0 where nothing differs.</summary>
    public double RelativeError => Norm > 0 ? ErrorNorm / Norm : 0;
}
