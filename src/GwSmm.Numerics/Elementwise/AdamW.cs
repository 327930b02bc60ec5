using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// One step of AdamW (Loshchilov and Hutter, 2019) with bias correction, as PyTorch computes it. Element by element, so any
/// split over threads gives the same bits. NaN in a gradient makes its parameter NaN. Thread-safe on disjoint spans.
/// </summary>
public static class AdamW
{
    /// <summary>Updates parameters and both moments in place.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="gradients">Their gradients, as many.</param>
    /// <param name="mean">Running mean of gradients, as many; zeros before the first step.</param>
    /// <param name="square">Running mean of squared gradients, as many; zeros before the first step.</param>
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="learningRate">Learning rate of this step.</param>
    /// <param name="gradientScale">Factor of the gradients, for clipping; 1 for none.</param>
    /// <param name="settings">Constants.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is below 1.</exception>
    public static void Step(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> square, long step, float learningRate,
        float gradientScale, AdamWSettings settings) =>
        Step(VectorWidths.Best, parameters, gradients, mean, square, step, learningRate, gradientScale, settings);

    /// <summary>The step with vectors of a given width.</summary>
    internal static void Step(
        VectorWidth width, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> square, long step,
        float learningRate, float gradientScale, AdamWSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Lengths.Same(parameters.Length, gradients.Length, nameof(gradients));
        Lengths.Same(parameters.Length, mean.Length, nameof(mean));
        Lengths.Same(parameters.Length, square.Length, nameof(square));
        var factors = AdamWFactors.For(step, learningRate, gradientScale, settings);
        switch (width)
        {
            case VectorWidth.Bits512:
                AdamWKernel<Vector512<float>, Lanes512<float>>.Step(parameters, gradients, mean, square, factors);
                break;
            case VectorWidth.Bits256:
                AdamWKernel<Vector256<float>, Lanes256<float>>.Step(parameters, gradients, mean, square, factors);
                break;
            case VectorWidth.Bits128:
                AdamWKernel<Vector128<float>, Lanes128<float>>.Step(parameters, gradients, mean, square, factors);
                break;
            default:
                AdamWKernel<float, ScalarLanes<float>>.Step(parameters, gradients, mean, square, factors);
                break;
        }
    }
}
