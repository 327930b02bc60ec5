namespace GwSmm.Numerics.Tests;

/// <summary>Inputs of a fixed seed.</summary>
internal static class Samples
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(0, 4)];

    public static float[] Gaussian(int count, ulong seed, double scale = 1, double shift = 0)
    {
        var random = new DeterministicRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextGaussian() * scale) + shift))];
    }

    public static void Close(double expected, double actual, double tolerance, string what)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
        {
            Assert.Fail($"{what}: {actual:R} instead of {expected:R}");
        }
    }
}
