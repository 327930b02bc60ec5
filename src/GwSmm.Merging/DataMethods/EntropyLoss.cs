using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The entropy of a predicted label distribution in nats: of the softmax over classes, or the mean over labels of that of one sigmoid each.</summary>
internal static class EntropyLoss
{
    /// <summary>Computes the entropy of one row; its gradient, times a factor, replaces the logits.</summary>
    /// <param name="kind">Classes or labels.</param>
    /// <param name="logits">The logits [labels].</param>
    /// <param name="factor">Factor of the gradient.</param>
    /// <returns>The entropy.</returns>
    public static double Row(HeadKind kind, Span<float> logits, double factor) => kind == HeadKind.MultiClass ? Classes(logits, factor) : Labels(logits, factor);

    private static double Classes(Span<float> logits, double factor)
    {
        double max = System.Numerics.Tensors.TensorPrimitives.Max<float>(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - max);
        }

        var (logSum, entropy) = (Math.Log(sum), 0.0);
        foreach (var logit in logits)
        {
            var log = logit - max - logSum;
            entropy -= Math.Exp(log) * log;
        }

        foreach (ref var logit in logits)
        {
            var log = logit - max - logSum;
            logit = (float)(-factor * Math.Exp(log) * (log + entropy));
        }

        return entropy;
    }

    private static double Labels(Span<float> logits, double factor)
    {
        var entropy = 0.0;
        foreach (ref var logit in logits)
        {
            double z = logit;
            var p = 1 / (1 + Math.Exp(-z));

            // -p log p - (1 - p) log(1 - p) = log(1 + exp(z)) - p z.
            entropy += Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (p * z);
            logit = (float)(-factor / logits.Length * z * p * (1 - p));
        }

        return entropy / logits.Length;
    }
}
