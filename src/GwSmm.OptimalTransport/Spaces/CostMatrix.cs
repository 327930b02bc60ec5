using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>Builds cost matrices from features. Differences are formed before squaring, so that equal points cost exactly 0.</summary>
internal static class CostMatrix
{
    public static double[] FromFeatures(ReadOnlySpan<double> features, int count, int dimension, CostMetric metric) => metric switch
    {
        CostMetric.Euclidean => PairwiseDistance.Euclidean(features, count, dimension),
        CostMetric.SquaredEuclidean => PairwiseDistance.SquaredEuclidean(features, count, dimension),
        _ => Cosine(features, count, dimension),
    };

    private static double[] Cosine(ReadOnlySpan<double> features, int count, int dimension)
    {
        var norms = Norms(features, count, dimension);
        var cost = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            var x = features.Slice(i * dimension, dimension);
            for (var j = i + 1; j < count; j++)
            {
                var y = features.Slice(j * dimension, dimension);
                var value = Math.Clamp(1.0 - (TensorPrimitives.Dot(x, y) / (norms[i] * norms[j])), 0.0, 2.0);
                cost[(i * count) + j] = value;
                cost[(j * count) + i] = value;
            }
        }

        return cost;
    }

    private static double[] Norms(ReadOnlySpan<double> features, int count, int dimension)
    {
        var norms = new double[count];
        for (var i = 0; i < count; i++)
        {
            norms[i] = TensorPrimitives.Norm(features.Slice(i * dimension, dimension));
            if (norms[i] == 0)
            {
                throw new GwSmmException(
                    $"Feature row {i + 1} is all zeros, which has no direction; the cosine metric needs non-zero rows. Remove the row or use the Euclidean metric.");
            }
        }

        return norms;
    }
}
