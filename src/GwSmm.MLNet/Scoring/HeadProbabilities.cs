using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>Probabilities of one row.</summary>
internal static class HeadProbabilities
{
    /// <summary>Softmax (multi-class) or logistic function (multi-label) of W x + b.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">x.</param>
    /// <param name="probabilities">Receives one probability per label.</param>
    public static void Compute(ScoringHead head, ReadOnlySpan<float> features, Span<float> probabilities)
    {
        for (var label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] = TensorPrimitives.Dot(head.Weight.AsSpan(label * features.Length, features.Length), features) + head.Bias[label];
        }

        if (head.Kind == HeadKind.MultiLabel)
        {
            TensorPrimitives.Sigmoid(probabilities, probabilities);
            return;
        }

        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max(probabilities), probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
    }
}
