using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Iso-C (Marczak, Magistri, Cygert, Twardowski, Bagdanov and van de Weijer, 2025; arXiv 2502.04959): the sum of the task matrices (fine-tuned
/// minus base) of a dense layer keeps its singular vectors, but every singular value becomes the mean of all, so that no direction
/// dominates; the result, times lambda, is added to the base. Task vectors of all other tensors, and of embeddings, are averaged.
/// </summary>
/// <remarks>Singular values below 1e-6 of the largest, which are rounding errors of single precision, stay 0.</remarks>
public sealed class IsoCMerge : ITensorMergeMethod
{
    private readonly MatrixMethod _method;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">Lambda is not finite.</exception>
    public IsoCMerge(IsoCMergeOptions? options = null) => _method = new MatrixMethod("Iso-C", (options ?? new IsoCMergeOptions()).Lambda);

    /// <inheritdoc/>
    public string Name => "iso-c";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public int UnitOf(TensorInfo tensor) => MatrixMerge.UnitOf(tensor);

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models) => MatrixMerge.WorkingBytes(tensor, models, 4);

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default) =>
        _method.Prepare(source, (changes, rows, columns) => MergeMatrices(changes, rows, columns, threads));

    private static double[] MergeMatrices(double[][] changes, int rows, int columns, int threads)
    {
        for (var m = 1; m < changes.Length; m++)
        {
            TensorPrimitives.Add(changes[0], changes[m], changes[0]);
        }

        var (factor, sum) = ThinSvd.Polar(changes[0], rows, columns, threads);
        TensorPrimitives.Multiply(factor, sum / Math.Min(rows, columns), factor);
        return factor;
    }
}
