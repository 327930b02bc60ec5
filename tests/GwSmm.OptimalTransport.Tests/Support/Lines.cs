namespace GwSmm.OptimalTransport.Tests;

/// <summary>Random weighted points on the line, some of them tied.</summary>
internal static class Lines
{
    public static (WeightedLine Line, (double Value, double Mass)[] Points) Random(Random random, bool uniform)
    {
        var count = random.Next(1, 9);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? random.Next(4) : 4 * random.NextDouble())];
        var weights = Instances.Weights(random, count, uniform);
        return (WeightedLine.Create(values.AsSpan().ToArray(), uniform ? [] : weights), [.. values.Zip(weights)]);
    }
}
