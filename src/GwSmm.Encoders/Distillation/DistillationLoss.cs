using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>Losses of a batch, each part before its weight.</summary>
/// <param name="Feature">Squared error of the features, normalised.</param>
/// <param name="Logit">Divergence of the label distributions.</param>
/// <param name="HiddenState">Squared error of the hidden states, normalised.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DistillationLoss(double Feature, double Logit, double HiddenState)
{
    /// <summary>Adds part by part.</summary>
    public static DistillationLoss operator +(DistillationLoss a, DistillationLoss b) => new(a.Feature + b.Feature, a.Logit + b.Logit, a.HiddenState + b.HiddenState);

    /// <summary>The weighted sum.</summary>
    public double Weighted(DistillationOptions options) =>
        (options.FeatureWeight * Feature) + (options.LogitWeight * Logit) + (options.HiddenStateWeight * HiddenState);
}
