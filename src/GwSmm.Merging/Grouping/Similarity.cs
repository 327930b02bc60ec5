using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>Similarity in the sense of the GW-SMM paper (arXiv 2503.09774): one minus the min-max scaled distance. Thread-safe.</summary>
/// <remarks>The minimum is taken over the whole matrix with its zero diagonal: in the published matrix the nearest two models have
/// .99, not 1, and the farthest two 0. So similarity is 1 - distance / largest distance.</remarks>
public static class Similarity
{
    private const double Tolerance = 1e-9;

    /// <summary>Turns distances into similarities.</summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <returns>[k, k], row-major, in [0, 1], 1 on the diagonal; all 1 where all distances are 0.</returns>
    public static double[] FromDistances(DistanceMatrix distances)
    {
        ArgumentNullException.ThrowIfNull(distances);
        var largest = distances.Values.Max();
        return Array.ConvertAll(distances.Values, distance => largest == 0 ? 1 : 1 - (distance / largest));
    }

    /// <summary>Turns similarities into distances: 1 - similarity.</summary>
    /// <param name="names">The item names [k].</param>
    /// <param name="similarities">[k, k], row-major, symmetric, at most 1, 1 on the diagonal.</param>
    /// <returns>The distances.</returns>
    /// <exception cref="GwSmmException">The matrix is no similarity matrix, or the names do not fit.</exception>
    public static DistanceMatrix ToDistances(IReadOnlyList<string> names, double[] similarities)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(similarities);
        for (var k = 0; k < similarities.Length && similarities.Length == names.Count * names.Count; k++)
        {
            var (row, column) = (k / names.Count, k % names.Count);
            if (row == column ? Math.Abs(similarities[k] - 1) > Tolerance : similarities[k] > 1 + Tolerance)
            {
                throw new GwSmmException(
                    $"The similarity matrix, row {row + 1} ('{names[row]}'), column {column + 1} ('{names[column]}') is {similarities[k]}; "
                    + "similarities must be at most 1, and exactly 1 on the diagonal. Is this a distance matrix?");
            }
        }

        return new DistanceMatrix(names, Array.ConvertAll(similarities, similarity => 1 - similarity));
    }
}
