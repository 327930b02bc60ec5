namespace GwSmm.Encoders;

/// <summary>
/// Divergence of a student's label distribution from a teacher's at a temperature (Hinton et al., 2015): T^2 KL(p || q) of the softmax over
/// classes, or the mean over labels of that of one sigmoid each.
/// </summary>
internal static class SoftLabelLoss
{
    /// <summary>Turns a teacher's logits [rows, labels] into probabilities at a temperature, in place.</summary>
    public static void Soften(HeadKind kind, Span<float> logits, int labels, double temperature)
    {
        foreach (ref var logit in logits)
        {
            logit = (float)(logit / temperature);
        }

        HeadLoss.ToProbabilities(kind, logits, labels);
    }

    /// <summary>Computes the divergence of one row; the gradient of its logits, times a factor, replaces them.</summary>
    /// <param name="kind">Classes or labels.</param>
    /// <param name="logits">The student's logits [labels].</param>
    /// <param name="teacher">The teacher's probabilities at that temperature [labels].</param>
    /// <param name="temperature">T.</param>
    /// <param name="factor">Factor of the gradient.</param>
    /// <returns>The divergence, at least 0 but for rounding.</returns>
    public static double Row(HeadKind kind, Span<float> logits, ReadOnlySpan<float> teacher, double temperature, double factor) =>
        kind == HeadKind.MultiClass ? Classes(logits, teacher, temperature, factor) : Labels(logits, teacher, temperature, factor);

    private static double Classes(Span<float> logits, ReadOnlySpan<float> teacher, double temperature, double factor)
    {
        double max = logits[HeadLoss.IndexOfMax(logits)];
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp((logit - max) / temperature);
        }

        var (logSum, divergence) = (Math.Log(sum), 0.0);
        for (var i = 0; i < logits.Length; i++)
        {
            var logProbability = ((logits[i] - max) / temperature) - logSum;
            divergence += Term(teacher[i], logProbability);
            logits[i] = (float)(factor * temperature * (Math.Exp(logProbability) - teacher[i]));
        }

        return temperature * temperature * divergence;
    }

    private static double Labels(Span<float> logits, ReadOnlySpan<float> teacher, double temperature, double factor)
    {
        var divergence = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            var logit = logits[i] / temperature;
            var softPlus = Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            divergence += Term(teacher[i], Math.Min(logit, 0) - softPlus) + Term(1 - teacher[i], Math.Min(-logit, 0) - softPlus);
            logits[i] = (float)(factor * temperature / logits.Length * ((1 / (1 + Math.Exp(-logit))) - teacher[i]));
        }

        return temperature * temperature * divergence / logits.Length;
    }

    private static double Term(double probability, double otherLog) => probability > 0 ? probability * (Math.Log(probability) - otherLog) : 0;
}
