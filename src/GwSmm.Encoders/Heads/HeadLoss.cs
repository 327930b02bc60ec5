namespace GwSmm.Encoders;

/// <summary>Losses of heads and their gradients: softmax cross-entropy, and sigmoid cross-entropy averaged over the labels.</summary>
internal static class HeadLoss
{
    /// <summary>Turns logits [rows, labels] into probabilities, in place.</summary>
    public static void ToProbabilities(HeadKind kind, Span<float> values, int labels)
    {
        if (kind == HeadKind.MultiLabel)
        {
            foreach (ref var value in values)
            {
                value = (float)Sigmoid(value);
            }

            return;
        }

        for (var start = 0; start < values.Length; start += labels)
        {
            var row = values.Slice(start, labels);
            var max = row[IndexOfMax(row)];
            var sum = 0.0;
            foreach (var value in row)
            {
                sum += Math.Exp(value - max);
            }

            foreach (ref var value in row)
            {
                value = (float)(Math.Exp(value - max) / sum);
            }
        }
    }

    /// <summary>Cross-entropy of softmax for one row; the gradient of its logits, times a factor, replaces them.</summary>
    public static double MultiClass(Span<float> logits, int target, double factor)
    {
        var max = logits[IndexOfMax(logits)];
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - max);
        }

        var loss = Math.Log(sum) - (logits[target] - max);
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(factor * ((Math.Exp(logits[i] - max) / sum) - (i == target ? 1 : 0)));
        }

        return loss;
    }

    /// <summary>Mean binary cross-entropy of one row; the gradient of its logits, times a factor, replaces them.</summary>
    public static double MultiLabel(Span<float> logits, ReadOnlySpan<bool> targets, double factor)
    {
        var loss = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            double logit = logits[i];

            // log(1 + exp(x)) without overflow, minus x where the label is set.
            loss += Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - (targets[i] ? logit : 0);
            logits[i] = (float)(factor / logits.Length * (Sigmoid(logit) - (targets[i] ? 1 : 0)));
        }

        return loss / logits.Length;
    }

    /// <summary>Position of the largest value, the first of equals.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
