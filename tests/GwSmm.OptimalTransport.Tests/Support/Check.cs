namespace GwSmm.OptimalTransport.Tests;

/// <summary>Assertions on numbers and couplings.</summary>
internal static class Check
{
    public static void Close(double expected, double actual, double relative, string what = "value") =>
        Assert.True(
            Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-300),
            $"{what}: expected {expected:r}, found {actual:r}, off by {Math.Abs(expected - actual) / Math.Abs(expected):0.0e0} of it");

    public static void Feasible(ReadOnlySpan<double> plan, double[] source, double[] target, double tolerance = 1e-12)
    {
        Assert.Equal(source.Length * target.Length, plan.Length);
        var rows = new double[source.Length];
        var columns = new double[target.Length];
        for (var i = 0; i < source.Length; i++)
        {
            for (var j = 0; j < target.Length; j++)
            {
                var mass = plan[(i * target.Length) + j];
                Assert.True(mass >= 0, $"plan[{i}, {j}] = {mass}");
                rows[i] += mass;
                columns[j] += mass;
            }
        }

        Assert.All(Enumerable.Range(0, source.Length), i => Assert.InRange(rows[i] - source[i], -tolerance, tolerance));
        Assert.All(Enumerable.Range(0, target.Length), j => Assert.InRange(columns[j] - target[j], -tolerance, tolerance));
    }
}
