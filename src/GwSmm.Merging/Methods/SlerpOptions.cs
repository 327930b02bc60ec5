namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="SlerpMerge"/>.</summary>
public sealed record SlerpOptions
{
    /// <summary>How far to go from the first encoder to the second, from 0 to 1. Default 0.5. Only two encoders can be merged with another value.</summary>
    public double Fraction { get; init; } = 0.5;

    /// <summary>The cosine of two tensors from which, in magnitude, they are interpolated linearly, in (0, 1]. Default 0.9995.</summary>
    public double ParallelCosine { get; init; } = 0.9995;

    /// <summary>
    /// Whether what fine-tuning added to the base is interpolated instead of the parameters; the base must then be known. Default false. Encoders grown
    /// from one base are nearly parallel, so that without this the result is often the linear one.
    /// </summary>
    public bool OfTaskVectors { get; init; }
}
