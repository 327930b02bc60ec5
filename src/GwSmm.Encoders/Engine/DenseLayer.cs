using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>y = x W^T + b over rows of tokens, forward and backward.</summary>
internal static class DenseLayer
{
    /// <summary>Computes y.</summary>
    /// <param name="parameters">W [outputs, inputs] and b.</param>
    /// <param name="rows">Rows of x and y.</param>
    /// <param name="x">x [rows, inputs], rows <paramref name="strideX"/> apart.</param>
    /// <param name="strideX">Distance between rows of x.</param>
    /// <param name="y">Where y [rows, outputs] goes.</param>
    /// <param name="offsetY">Index of the first value in <paramref name="y"/>.</param>
    /// <param name="strideY">Distance between rows of y.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Forward(DenseParameters parameters, int rows, float[] x, int strideX, float[] y, int offsetY, int strideY, int threads)
    {
        RowBlocks.For(rows, threads, (parameters.Bias, y, offsetY, strideY), static (to, start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                to.Bias.CopyTo(to.y, to.offsetY + (row * to.strideY));
            }
        });
        Gemm.Multiply(false, true, rows, parameters.Outputs, parameters.Inputs, 1, x, strideX, parameters.Values.Span, parameters.Inputs, 1, y.AsSpan(offsetY), strideY, threads);
    }

    /// <summary>Adds the gradients of W and b, and computes or adds that of x.</summary>
    /// <param name="parameters">W and b.</param>
    /// <param name="gradients">What the gradients of W and b are added to.</param>
    /// <param name="rows">Rows of x and y.</param>
    /// <param name="x">x [rows, inputs] of the forward pass.</param>
    /// <param name="strideX">Distance between rows of x and of its gradient.</param>
    /// <param name="dy">Gradient of y [rows, outputs].</param>
    /// <param name="offsetY">Index of the first value in <paramref name="dy"/>.</param>
    /// <param name="strideY">Distance between rows of y.</param>
    /// <param name="dx">Gradient of x [rows, inputs].</param>
    /// <param name="accumulate">Whether the gradient of x is added to what <paramref name="dx"/> holds.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        DenseParameters parameters, DenseParameters gradients, int rows, float[] x, int strideX, float[] dy, int offsetY, int strideY,
        float[] dx, bool accumulate, int threads)
    {
        AddColumnSums(dy, offsetY, strideY, rows, gradients.Bias, threads);
        var (outputs, inputs) = (parameters.Outputs, parameters.Inputs);
        Gemm.Multiply(true, false, outputs, inputs, rows, 1, dy.AsSpan(offsetY), strideY, x, strideX, 1, gradients.Weight, inputs, threads);
        Gemm.Multiply(false, false, rows, inputs, outputs, 1, dy.AsSpan(offsetY), strideY, parameters.Weight, inputs, accumulate ? 1 : 0, dx, strideX, threads);
    }

    /// <summary>Adds the sum over rows to a vector.</summary>
    private static void AddColumnSums(float[] values, int offset, int stride, int rows, float[] sums, int threads) =>
        RowBlocks.ForColumns(sums.Length, threads, (start, width) =>
        {
            var target = sums.AsSpan(start, width);
            for (var row = 0; row < rows; row++)
            {
                TensorPrimitives.Add(target, values.AsSpan(offset + (row * stride) + start, width), target);
            }
        });
}
