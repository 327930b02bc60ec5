namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="TallMaskMerge"/>.</summary>
public sealed record TallMaskOptions
{
    /// <summary>
    /// Values of lambda, each finite and at least 0, among which every item gets the one that reconstructs its encoder with the smallest squared error;
    /// with one value there is no choice. Larger values keep fewer places. Default 0.2, 0.3, 0.4, 0.5 and 0.6, those of the paper.
    /// </summary>
    public IReadOnlyList<double> Lambdas { get; init; } = [0.2, 0.3, 0.4, 0.5, 0.6];

    /// <summary>Factor of the sum of the task vectors, finite and above 0. Default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether the sum is stored in half precision. Default true.</summary>
    public bool HalfPrecision { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Lambdas.Count == 0 || Lambdas.Any(lambda => !double.IsFinite(lambda) || lambda < 0))
        {
            throw new GwSmmException(FormattableString.Invariant($"Option TallMaskOptions.Lambdas is [{string.Join(", ", Lambdas)}]; it must be one or more finite numbers of at least 0."));
        }

        if (!double.IsFinite(Scale) || Scale <= 0)
        {
            throw new GwSmmException(FormattableString.Invariant($"Option TallMaskOptions.Scale is {Scale}; it must be a finite number above 0."));
        }
    }
}
