using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A delta and how well it keeps the difference.</summary>
/// <param name="Delta">The delta.</param>
/// <param name="Errors">One for each tensor of the encoder, in ordinal order of the names.</param>
public sealed record DeltaBuild(EncoderDelta Delta, IReadOnlyList<TensorDeltaError> Errors)
{
    /// <summary>Norm of all that the delta leaves out or adds, over the norm of the whole difference; 0 where nothing differs.</summary>
    public double RelativeError
    {
        get
        {
            var norm = Errors.Sum(error => error.Norm * error.Norm);
            return norm > 0 ? Math.Sqrt(Errors.Sum(error => error.ErrorNorm * error.ErrorNorm) / norm) : 0;
        }
    }
}
