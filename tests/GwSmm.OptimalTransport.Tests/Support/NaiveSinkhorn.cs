namespace GwSmm.OptimalTransport.Tests;

/// <summary>Sinkhorn's iterations by their definition, on the plain kernel.</summary>
internal static class NaiveSinkhorn
{
    public static double[] Plan(double[] source, double[] target, double[] cost, double epsilon, int iterations)
    {
        var (n, m) = (source.Length, target.Length);
        var kernel = cost.Select(c => Math.Exp(-c / epsilon)).ToArray();
        var u = Enumerable.Repeat(1.0, n).ToArray();
        var v = new double[m];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            for (var j = 0; j < m; j++)
            {
                v[j] = target[j] / Enumerable.Range(0, n).Sum(i => kernel[(i * m) + j] * u[i]);
            }

            for (var i = 0; i < n; i++)
            {
                u[i] = source[i] / Enumerable.Range(0, m).Sum(j => kernel[(i * m) + j] * v[j]);
            }
        }

        return [.. Enumerable.Range(0, n * m).Select(k => u[k / m] * kernel[k] * v[k % m])];
    }
}
