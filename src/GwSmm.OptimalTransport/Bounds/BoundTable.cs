using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The cheap bounds of all pairs at once. A bound that is a squared distance of two vectors, |x|^2 + |y|^2 - 2 x.y, comes from one matrix
/// product for all pairs; what cancels there is within the allowance for rounding. Equal signatures give exactly 0.
/// </summary>
internal static class BoundTable
{
    /// <summary>Computes the largest of the bounds that the signatures are for.</summary>
    /// <param name="signatures">The signatures [k].</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bounds [k, k], symmetric with a zero diagonal.</returns>
    public static double[] Compute(LightSignature[] signatures, int threads, CancellationToken cancellationToken)
    {
        var bounds = new double[signatures.Length * signatures.Length];
        if (signatures.Length < 2)
        {
            return bounds;
        }

        if (Array.TrueForAll(signatures, signature => signature.BinMeans is not null))
        {
            var vectors = Array.ConvertAll(signatures, signature => Scaled(signature.BinMeans!, Math.Sqrt(1.0 / SpaceSignature.Bins)));
            Raise(bounds, signatures, vectors, null, threads, cancellationToken);
        }

        if (Array.TrueForAll(signatures, signature => signature.Eccentricities is not null))
        {
            var lines = Array.ConvertAll(signatures, signature => signature.Eccentricities);
            RaiseByLines(bounds, signatures, Array.ConvertAll(signatures, _ => Array.Empty<double>()), lines, 1, threads, cancellationToken);
        }

        if (Array.Exists(signatures, signature => signature.Spectral is not null))
        {
            var lines = Array.ConvertAll(signatures, signature => signature.Spectral?.Deviations);
            RaiseByLines(bounds, signatures, Spectra(signatures), lines, 2, threads, cancellationToken);
        }

        return bounds;
    }

    // Mean, positive and negative eigenvalues side by side; null where there are none.
    private static double[]?[] Spectra(LightSignature[] signatures)
    {
        var positive = signatures.Max(signature => signature.Spectral?.Positive.Length ?? 0);
        var negative = signatures.Max(signature => signature.Spectral?.Negative.Length ?? 0);
        return Array.ConvertAll(signatures, signature =>
        {
            if (signature.Spectral is null)
            {
                return null;
            }

            var vector = new double[1 + positive + negative];
            vector[0] = signature.Spectral.Mean;
            signature.Spectral.Positive.CopyTo(vector, 1);
            signature.Spectral.Negative.CopyTo(vector, 1 + positive);
            return vector;
        });
    }

    // Bounds of the form |x - y|^2 + factor W_2^2(a, b). With equal weights and as many points W_2^2 is a squared distance as well.
    private static void RaiseByLines(
        double[] bounds, LightSignature[] signatures, double[]?[] vectors, WeightedLine?[] lines, double factor, int threads, CancellationToken cancellationToken)
    {
        var present = Array.FindAll(lines, line => line is not null);
        if (!Array.TrueForAll(present, line => line!.IsUniform && line.Values.Length == present[0]!.Values.Length))
        {
            Raise(bounds, signatures, vectors, (i, j) => factor * OneDimensionalTransport.SquaredCost(lines[i]!, lines[j]!), threads, cancellationToken);
            return;
        }

        var joined = new double[]?[vectors.Length];
        for (var i = 0; i < joined.Length; i++)
        {
            joined[i] = lines[i] is { } line ? [.. vectors[i]!, .. Scaled(line.Values, Math.Sqrt(factor / line.Values.Length))] : null;
        }

        Raise(bounds, signatures, joined, null, threads, cancellationToken);
    }

    private static void Raise(
        double[] bounds, LightSignature[] signatures, double[]?[] vectors, Func<int, int, double>? more, int threads, CancellationToken cancellationToken)
    {
        var count = signatures.Length;
        var length = vectors.Max(vector => vector?.Length ?? 0);
        var stacked = new double[count * length];
        for (var i = 0; i < count; i++)
        {
            vectors[i]?.CopyTo(stacked, i * length);
        }

        var gram = new double[count * count];
        Gemm.Multiply(false, true, count, count, length, 1, stacked, length, stacked, length, 0, gram, count, threads);
        Threads.For(count, threads, i =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = i + 1; j < count && vectors[i] is not null; j++)
            {
                if (vectors[j] is null)
                {
                    continue;
                }

                var bound = Math.Max(0, gram[(i * count) + i] + gram[(j * count) + j] - (2 * gram[(i * count) + j]));
                bound = BoundAllowance.Lower(bound + (more?.Invoke(i, j) ?? 0), signatures[i].Scale, signatures[j].Scale, length);
                bounds[(i * count) + j] = bounds[(j * count) + i] = Math.Max(bounds[(i * count) + j], bound);
            }
        });
    }

    private static double[] Scaled(double[] values, double factor)
    {
        var result = new double[values.Length];
        TensorPrimitives.Multiply(values, factor, result);
        return result;
    }
}
