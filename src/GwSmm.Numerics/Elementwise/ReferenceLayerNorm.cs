namespace GwSmm.Numerics;

/// <summary>Layer normalisation of one row as its definition reads, in double.</summary>
internal static class ReferenceLayerNorm
{
    public static (double[] Unit, double Mean, double Rstd) Normalise(ReadOnlySpan<float> x, float epsilon)
    {
        var values = x.ToArray().Select(value => (double)value).ToArray();
        var mean = values.Average();
        var rstd = 1 / Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + epsilon);
        return ([.. values.Select(value => (value - mean) * rstd)], mean, rstd);
    }

    public static double[] Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, float epsilon)
    {
        var (unit, _, rstd) = Normalise(x, epsilon);
        var g = new double[x.Length];
        for (var i = 0; i < g.Length; i++)
        {
            g[i] = (double)dy[i] * gamma[i];
        }

        var average = g.Average();
        var slope = g.Zip(unit, (a, b) => a * b).Average();
        return [.. g.Zip(unit, (a, b) => rstd * (a - average - (b * slope)))];
    }
}
