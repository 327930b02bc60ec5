using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>What every element of one step has in common, worked out in double.</summary>
/// <param name="Beta1">Decay of the mean.</param>
/// <param name="Beta2">Decay of the square.</param>
/// <param name="Gradient">Factor of the gradient.</param>
/// <param name="Keep">What weight decay leaves of a parameter.</param>
/// <param name="Rate">Learning rate over the bias of the mean.</param>
/// <param name="InverseRootBias">Inverse root of the bias of the square.</param>
/// <param name="Epsilon">Added to the root.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AdamWFactors(
    float Beta1, float Beta2, float Gradient, float Keep, float Rate, float InverseRootBias, float Epsilon)
{
    public static AdamWFactors For(long step, float learningRate, float gradientScale, AdamWSettings settings) => new(
        settings.Beta1,
        settings.Beta2,
        gradientScale,
        (float)(1 - ((double)learningRate * settings.WeightDecay)),
        (float)(learningRate / (1 - Math.Pow(settings.Beta1, step))),
        (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, step))),
        settings.Epsilon);
}
