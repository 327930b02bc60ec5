namespace GwSmm.OptimalTransport;

/// <summary>The coupling from which a solver starts. The problem is not convex: another start may end in another minimum.</summary>
public enum InitialCoupling
{
    /// <summary>The product of the weights, T_ij = p_i q_j, as in Python Optimal Transport.</summary>
    Product = 0,

    /// <summary>A coupling given by the caller.</summary>
    Given = 1,

    /// <summary>Point i with point i: for two spaces of the same points in the same order.</summary>
    Identity = 2,

    /// <summary>The optimal coupling of the centred third lower bound.</summary>
    ThirdLowerBound = 3,

    /// <summary>A random vertex of the couplings.</summary>
    Random = 4,
}
