namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="TaskArithmeticMerge"/>.</summary>
public sealed record TaskArithmeticOptions
{
    /// <summary>The factor of every task vector, finite. Default 0.4, in the middle of the range 0.3 to 0.5 that Ilharco et al. recommend.</summary>
    public double Lambda { get; init; } = 0.4;

    /// <summary>Factors of the task vectors of some items, finite; the others take <see cref="Lambda"/>. Default null.</summary>
    public IReadOnlyDictionary<string, double>? ItemLambdas { get; init; }
}
