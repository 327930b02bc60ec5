namespace GwSmm.OptimalTransport;

/// <summary>Which number a matrix of Gromov-Wasserstein distances holds.</summary>
public enum DistanceKind
{
    /// <summary>The value sum L T T: no root, no half. The matrix published with the GW-SMM paper holds this one.</summary>
    Value = 0,

    /// <summary>The square root of the value: a metric on spaces with metric costs for exact minima under the square loss; solvers find local ones.</summary>
    Root = 1,
}
