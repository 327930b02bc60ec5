using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>Layer normalisation (Ba, Kiros and Hinton, 2016) over the channels of every token, forward and backward.</summary>
internal static class NormLayer
{
    /// <summary>Normalises rows.</summary>
    /// <param name="parameters">Scale and shift [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="x">In: x [rows, channels]. Out: x without mean and at unit variance, before scale and shift.</param>
    /// <param name="inverseDeviations">Out: 1 / sqrt(variance + epsilon) [rows].</param>
    /// <param name="y">Out: the result [rows, channels].</param>
    /// <param name="start">First row.</param>
    /// <param name="end">Row after the last.</param>
    public static void Forward(NormParameters parameters, double epsilon, float[] x, float[] inverseDeviations, float[] y, int start, int end)
    {
        var channels = parameters.Scale.Length;
        for (var row = start; row < end; row++)
        {
            var values = x.AsSpan(row * channels, channels);
            TensorPrimitives.Subtract(values, TensorPrimitives.Sum(values) / channels, values);
            var inverse = (float)(1 / Math.Sqrt((TensorPrimitives.SumOfSquares<float>(values) / (double)channels) + epsilon));
            TensorPrimitives.Multiply(values, inverse, values);
            inverseDeviations[row] = inverse;
            TensorPrimitives.MultiplyAdd(values, parameters.Scale, parameters.Shift, y.AsSpan(row * channels, channels));
        }
    }

    /// <summary>Turns the gradient of the result into that of x, and adds the gradients of scale and shift.</summary>
    /// <param name="parameters">Scale and shift.</param>
    /// <param name="gradients">What the gradients of scale and shift are added to.</param>
    /// <param name="normalised">The normalised rows of the forward pass.</param>
    /// <param name="inverseDeviations">Those of the forward pass.</param>
    /// <param name="gradient">In: gradient of the result [rows, channels]. Out: gradient of x.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        NormParameters parameters, NormParameters gradients, float[] normalised, float[] inverseDeviations, float[] gradient, int rows, int threads)
    {
        var channels = parameters.Scale.Length;
        RowBlocks.ForColumns(channels, threads, (start, width) =>
        {
            var scale = gradients.Scale.AsSpan(start, width);
            var shift = gradients.Shift.AsSpan(start, width);
            for (var row = 0; row < rows; row++)
            {
                var dy = gradient.AsSpan((row * channels) + start, width);
                TensorPrimitives.MultiplyAdd(dy, normalised.AsSpan((row * channels) + start, width), scale, scale);
                TensorPrimitives.Add(shift, dy, shift);
            }
        });
        RowBlocks.For(rows, threads, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var dx = gradient.AsSpan(row * channels, channels);
                var unit = normalised.AsSpan(row * channels, channels);
                TensorPrimitives.Multiply(dx, parameters.Scale, dx);
                var mean = TensorPrimitives.Sum<float>(dx) / channels;
                var slope = TensorPrimitives.Dot<float>(dx, unit) / channels;

                // dx = inverse * (dx - mean - slope * unit)
                for (var i = 0; i < dx.Length; i++)
                {
                    dx[i] = inverseDeviations[row] * (dx[i] - mean - (slope * unit[i]));
                }
            }
        });
    }
}
