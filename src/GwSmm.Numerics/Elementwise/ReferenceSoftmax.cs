namespace GwSmm.Numerics;

/// <summary>Softmax of one row as its definition reads, in double.</summary>
internal static class ReferenceSoftmax
{
    public static double[] Forward(ReadOnlySpan<float> row)
    {
        var values = row.ToArray();
        var maximum = (double)values.Max();
        var powers = values.Select(value => Math.Exp(value - maximum)).ToArray();
        return [.. powers.Select(power => power / powers.Sum())];
    }

    public static double[] Backward(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> gradient)
    {
        var dot = 0.0;
        for (var i = 0; i < gradient.Length; i++)
        {
            dot += (double)probabilities[i] * gradient[i];
        }

        var result = new double[gradient.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = probabilities[i] * (gradient[i] - dot);
        }

        return result;
    }
}
