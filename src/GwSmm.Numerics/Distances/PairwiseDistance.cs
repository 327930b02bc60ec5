using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// Distances between all rows of a point cloud, in double. Differences are squared and summed one by one: the shorter way over
/// inner products loses all digits for close points. The diagonal is exactly 0, the matrix symmetric to the bit, nothing negative.
/// NaN or infinity in a point spoils its row and column only. Thread-safe; the bits do not depend on the number of threads.
/// </summary>
public static class PairwiseDistance
{
    /// <summary>Computes squared Euclidean distances.</summary>
    /// <param name="features">Points [count, dimension].</param>
    /// <param name="count">Number of points.</param>
    /// <param name="dimension">Numbers per point.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <returns>Squared distances [count, count].</returns>
    /// <exception cref="ArgumentException">The span has not count * dimension elements.</exception>
    public static double[] SquaredEuclidean(ReadOnlySpan<double> features, int count, int dimension, int threads = 1) =>
        SquaredEuclidean(VectorWidths.Best, features, count, dimension, threads);

    /// <summary>Computes Euclidean distances: the correctly rounded roots of <see cref="SquaredEuclidean(ReadOnlySpan{double}, int, int, int)"/>.</summary>
    /// <param name="features">Points [count, dimension].</param>
    /// <param name="count">Number of points.</param>
    /// <param name="dimension">Numbers per point.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <returns>Distances [count, count].</returns>
    /// <exception cref="ArgumentException">The span has not count * dimension elements.</exception>
    public static double[] Euclidean(ReadOnlySpan<double> features, int count, int dimension, int threads = 1)
    {
        var distances = SquaredEuclidean(features, count, dimension, threads);
        foreach (ref var distance in distances.AsSpan())
        {
            distance = Math.Sqrt(distance);
        }

        return distances;
    }

    /// <summary>Squared distances with vectors of a given width.</summary>
    internal static unsafe double[] SquaredEuclidean(VectorWidth width, ReadOnlySpan<double> features, int count, int dimension, int threads)
    {
        Lengths.Matrix(count, dimension, features.Length, nameof(features));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var distances = new double[checked(count * count)];
        fixed (double* pinnedPoints = features)
        fixed (double* pinnedDistances = distances)
        {
            var points = pinnedPoints;
            var target = pinnedDistances;
            Threads.For(count, threads, row =>
            {
                for (var other = 0; other <= row; other++)
                {
                    double* a = points + ((nint)row * dimension), b = points + ((nint)other * dimension);
                    var distance = width switch
                    {
                        VectorWidth.Bits512 => DistanceKernel<Vector512<double>, Lanes512<double>>.SquaredEuclidean(a, b, dimension),
                        VectorWidth.Bits256 => DistanceKernel<Vector256<double>, Lanes256<double>>.SquaredEuclidean(a, b, dimension),
                        VectorWidth.Bits128 => DistanceKernel<Vector128<double>, Lanes128<double>>.SquaredEuclidean(a, b, dimension),
                        _ => DistanceKernel<double, ScalarLanes<double>>.SquaredEuclidean(a, b, dimension),
                    };
                    target[((nint)row * count) + other] = distance;
                    target[((nint)other * count) + row] = distance;
                }
            });
        }

        return distances;
    }
}
