using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>Layer normalisation over the channels of every token, forward and backward.</summary>
internal static class NormLayer
{
    /// <summary>Normalises rows [start, end).</summary>
    /// <param name="parameters">Scale and shift [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="x">x [rows, channels].</param>
    /// <param name="moments">Out: for the backward pass.</param>
    /// <param name="y">Out: the result [rows, channels].</param>
    /// <param name="start">First row.</param>
    /// <param name="end">Row after the last.</param>
    public static void Forward(NormParameters parameters, double epsilon, float[] x, NormMoments moments, float[] y, int start, int end)
    {
        var (rows, channels) = (end - start, parameters.Scale.Length);
        LayerNorm.Forward(
            x.AsSpan(start * channels, rows * channels), parameters.Scale, parameters.Shift, (float)epsilon, rows, channels,
            y.AsSpan(start * channels, rows * channels), moments.Means.AsSpan(start, rows), moments.InverseDeviations.AsSpan(start, rows));
    }

    /// <summary>Turns the gradient of the result into that of x, and adds the gradients of scale and shift.</summary>
    /// <param name="parameters">Scale and shift.</param>
    /// <param name="gradients">What the gradients of scale and shift are added to.</param>
    /// <param name="x">x of the forward pass.</param>
    /// <param name="moments">Those of the forward pass.</param>
    /// <param name="work">In <see cref="GradientBuffers.Hidden"/>: gradient of the result [rows, channels], then of x.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        NormParameters parameters, NormParameters gradients, float[] x, NormMoments moments, GradientBuffers work, int rows, int threads)
    {
        var channels = parameters.Scale.Length;
        RowBlocks.For(rows, threads, (start, end) =>
        {
            // Every block of rows has sums of its own, added up in order below.
            var partial = work.NormPartials.AsSpan(start / RowBlocks.Size * 2 * channels, 2 * channels);
            partial.Clear();
            var (first, count) = (start * channels, (end - start) * channels);
            var gradient = work.Hidden.AsSpan(first, count);
            LayerNorm.Backward(
                x.AsSpan(first, count), gradient, parameters.Scale, moments.Means.AsSpan(start, end - start),
                moments.InverseDeviations.AsSpan(start, end - start), end - start, channels, gradient, partial[..channels], partial[channels..]);
        });
        for (var block = 0; block < RowBlocks.Count(rows); block++)
        {
            var partial = work.NormPartials.AsSpan(block * 2 * channels, 2 * channels);
            TensorPrimitives.Add(gradients.Scale, partial[..channels], gradients.Scale);
            TensorPrimitives.Add(gradients.Shift, partial[channels..], gradients.Shift);
        }
    }
}
