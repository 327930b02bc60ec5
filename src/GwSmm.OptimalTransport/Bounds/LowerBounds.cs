namespace GwSmm.OptimalTransport;

/// <summary>
/// Lower bounds of the Gromov-Wasserstein value with the square loss; see docs/algorithms/bounds.md. Costs are of a pair of n x n spaces. Plans that
/// are no couplings (semi-relaxed, partial, unbalanced) have bounds of their own: any kind asks for that of all costs, O(n^2) a pair once the costs of
/// each space are sorted, O(n^2 log n) for partial plans; the thirds also for that of the rows, O(n^3) and O(n^3 log n), which unbalanced plans have not.
/// </summary>
[Flags]
public enum LowerBounds
{
    /// <summary>Only what needs no computation: 0.</summary>
    None = 0,

    /// <summary>Transport between eccentricities, O(n log n) a pair. Any costs.</summary>
    First = 1,

    /// <summary>Transport between the distributions of all costs, O(n^2) a pair. Any costs; at least the binned one.</summary>
    Second = 2,

    /// <summary>The second bound with quantile functions averaged over 256 bins, O(1) a pair. Any costs.</summary>
    SecondBinned = 4,

    /// <summary>Mean, deviations and eigenvalues of the centred costs, O(n) a pair. Symmetric costs.</summary>
    ProjectedEigenvalue = 8,

    /// <summary>Transport between points at the cost of transport between their rows, O(n^3) a pair. Any costs; at least the first
    /// and the second.</summary>
    Third = 16,

    /// <summary>The third bound of the centred costs, with mean and deviations apart. Symmetric costs; mostly above the third.</summary>
    CentredThird = 32,

    /// <summary>Those that cost next to nothing a pair once each space is known.</summary>
    Cheap = First | SecondBinned | ProjectedEigenvalue,

    /// <summary>All of them.</summary>
    All = First | Second | SecondBinned | ProjectedEigenvalue | Third | CentredThird,
}
