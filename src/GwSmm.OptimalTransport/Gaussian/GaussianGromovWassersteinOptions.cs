namespace GwSmm.OptimalTransport;

/// <summary>What the solver of Gaussian couplings computes beside its plan.</summary>
public sealed record GaussianGromovWassersteinOptions
{
    /// <summary>The certified lower bounds that the result takes the largest of; the cheap ones by default. With l and m the eigenvalues of the
    /// covariances, the projected eigenvalue bound of squared Euclidean costs is at least 4 (sum l - sum m)^2 + 4 sum (l_k - m_k)^2, the closed form with
    /// half of its last term, whatever the points. It takes O(n^3) for each space, once.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.Cheap;
}
