namespace GwSmm.OptimalTransport;

/// <summary>Finds the vertex of a polytope of plans that is best to first order. Reusable; not thread-safe.</summary>
internal interface IDirectionFinder
{
    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    void Set(double[] source, double[] target);

    /// <summary>Tells that the first cost is minus the outer product of two vectors.</summary>
    /// <param name="sourceKeys">The vector of the sources [n].</param>
    /// <param name="targetKeys">The vector of the targets [m].</param>
    void PrepareOuterProduct(ReadOnlySpan<double> sourceKeys, ReadOnlySpan<double> targetKeys);

    /// <summary>Finds the best vertex.</summary>
    /// <param name="cost">The linear cost [n, m].</param>
    /// <param name="vertex">Receives the vertex.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    void Find(ReadOnlySpan<double> cost, SparsePlan vertex, CancellationToken cancellationToken);
}
