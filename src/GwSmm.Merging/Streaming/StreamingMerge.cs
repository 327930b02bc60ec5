using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Merges encoders part by part: of each only a few hundred kilobytes are in memory at a time, or the tensors that a method needs whole. The
/// same encoders and parameters give the same bits for any number of threads.
/// </summary>
public static class StreamingMerge
{
    /// <summary>Merges from a source to a target.</summary>
    /// <param name="method">The method.</param>
    /// <param name="source">The encoders; their values are finite.</param>
    /// <param name="target">Receives the merged encoder.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="progress">Told the share of the merge that is done, from whichever thread did it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="GwSmmException">The base is needed but unknown, or the parameters do not fit the encoders.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static void Merge(
        ITensorMergeMethod method, ITensorSource source, ITensorTarget target, int threads, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Run(method, method.Prepare(source, threads, cancellationToken), source, target, threads, progress, cancellationToken);
    }

    /// <summary>Merges with what a method has prepared; see <see cref="Merge(ITensorMergeMethod, ITensorSource, ITensorTarget, int, IProgress{double}?, CancellationToken)"/>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="merge">What it has prepared for these encoders.</param>
    /// <param name="source">The encoders.</param>
    /// <param name="target">Receives the merged encoder.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Told the share of the merge that is done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static void Run(
        ITensorMergeMethod method, ITensorMerge merge, ITensorSource source, ITensorTarget target, int threads, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var loop = new PieceLoop(source, source.Tensors, threads, method.UnitOf, method.NeedsBase);
        var total = source.Tensors.Sum(tensor => (long)tensor.Count);
        var done = 0L;
        loop.Run(
            (piece, _) =>
            {
                var merged = piece.Merged;
                merge.Merge(piece, merged);
                target.Write(piece.Tensor, piece.Start, merged);
                progress?.Report((double)Interlocked.Add(ref done, piece.Count) / total);
            },
            cancellationToken);
    }

    /// <summary>Merges encoders that are in memory.</summary>
    /// <param name="method">The method.</param>
    /// <param name="input">The encoders; none is changed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>New weights.</returns>
    /// <exception cref="GwSmmException">The base is needed but unknown, or the parameters do not fit the input.</exception>
    public static EncoderWeights Merge(ITensorMergeMethod method, MergeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var target = new WeightsTarget(input.Models[0]);
        Merge(method, new WeightsSource(input), target, input.Threads, null, cancellationToken);
        return target.Weights;
    }

    /// <summary>Says how much memory a merge takes beside the program itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="source">The encoders, of which only names and shapes are used.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <returns>Bytes at most.</returns>
    public static long ForecastBytes(ITensorMergeMethod method, ITensorSource source, int threads)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var copies = source.Items.Count + (method.NeedsBase ? 2 : 1);
        long BytesOf(TensorInfo tensor, long values) => (values * copies * sizeof(float)) + method.WorkingBytes(tensor, source.Items.Count);
        var small = source.Tensors.Where(tensor => method.UnitOf(tensor) <= PieceLoop.PieceValues).Select(tensor => BytesOf(tensor, PieceLoop.PieceValues)).DefaultIfEmpty(0).Max();
        var large = source.Tensors.Where(tensor => method.UnitOf(tensor) > PieceLoop.PieceValues).Select(tensor => BytesOf(tensor, method.UnitOf(tensor))).DefaultIfEmpty(0).Max();
        return Math.Max(threads * small, large);
    }
}
