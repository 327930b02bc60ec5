namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="WudiMerge"/>.</summary>
public sealed record WudiMergeOptions
{
    /// <summary>
    /// What is added to the diagonal of the normal equations, relative to the mean of that diagonal, positive. It decides where task vectors say nothing and keeps
    /// the equations solvable. Default 1e-4.
    /// </summary>
    public double Ridge { get; init; } = 1e-4;
}
