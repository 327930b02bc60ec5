using System.Numerics.Tensors;

namespace GwSmm.Merging;

/// <summary>What one reading of several encoders tells before they are merged.</summary>
public sealed class SourceScan
{
    private const int Chunk = 512;

    private SourceScan(double[] changeNorms) => ChangeNorms = changeNorms;

    /// <summary>The Euclidean norm of what fine-tuning added to the base, by encoder [k]; empty where the base is unknown.</summary>
    public IReadOnlyList<double> ChangeNorms { get; }

    /// <summary>Reads every value once.</summary>
    /// <param name="source">The encoders.</param>
    /// <param name="threads">Threads to use, at least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="GwSmmException">A value is not finite.</exception>
    public static SourceScan Read(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var loop = new PieceLoop(source, source.Tensors, threads);
        var models = source.Items.Count;
        var squares = new double[loop.Count * models];
        loop.Run(
            (piece, index) =>
            {
                for (var m = 0; m < models; m++)
                {
                    CheckFinite(piece, piece.Model(m), $"item '{source.Items[m]}'");
                }

                if (source.HasBase)
                {
                    CheckFinite(piece, piece.Base, "the base encoder");
                    for (var m = 0; m < models; m++)
                    {
                        squares[(index * models) + m] = SquaredDistance(piece.Model(m), piece.Base);
                    }
                }
            },
            cancellationToken);

        // Summed in the order of the parts, whichever thread did them.
        var norms = new double[source.HasBase ? models : 0];
        for (var m = 0; m < norms.Length; m++)
        {
            for (var index = 0; index < loop.Count; index++)
            {
                norms[m] += squares[(index * models) + m];
            }

            norms[m] = Math.Sqrt(norms[m]);
        }

        return new SourceScan(norms);
    }

    private static double SquaredDistance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Span<float> change = stackalloc float[Chunk];
        Span<double> wide = stackalloc double[Chunk];
        var sum = 0.0;
        for (var start = 0; start < first.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, first.Length - start);
            TensorPrimitives.Subtract(first.Slice(start, count), second.Slice(start, count), change);
            TensorPrimitives.ConvertTruncating<float, double>(change[..count], wide);
            sum += TensorPrimitives.SumOfSquares<double>(wide[..count]);
        }

        return sum;
    }

    private static void CheckFinite(TensorPiece piece, ReadOnlySpan<float> values, string owner)
    {
        if (TensorPrimitives.IsFiniteAll(values))
        {
            return;
        }

        var at = 0;
        while (float.IsFinite(values[at]))
        {
            at++;
        }

        throw new GwSmmException($"Tensor '{piece.Tensor.Name}' of {owner} holds {values[at]} at position {piece.Start + at}; expected finite numbers. The training has diverged or the file is damaged; use another checkpoint.");
    }
}
