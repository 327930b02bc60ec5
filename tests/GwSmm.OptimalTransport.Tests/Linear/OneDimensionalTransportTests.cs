namespace GwSmm.OptimalTransport.Tests;

public class OneDimensionalTransportTests
{
    [Fact]
    public void The_reference_value_is_met()
    {
        var cost = OneDimensionalTransport.Cost(GoldenData.Array("x50"), [], GoldenData.Array("x70"), []);

        Check.Close(GoldenData.Value("w2_1d_uniform"), cost, 1e-12);
    }

    [Fact]
    public void The_cost_is_that_of_exact_transport()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (n, m) = (random.Next(1, 9), random.Next(1, 9));
            var power = seed % 3 == 0 ? 2 : 1 + (2 * random.NextDouble());
            var x = Instances.Costs(random, n, 1, tied: seed % 4 == 0);
            var y = Instances.Costs(random, m, 1, tied: seed % 4 == 0);
            var p = Instances.Weights(random, n, uniform: seed % 2 == 0);
            var q = Instances.Weights(random, m, uniform: seed % 5 == 0);
            double[] cost = [.. x.SelectMany(a => y.Select(b => Math.Pow(Math.Abs(a - b), power)))];

            var expected = LinearTransport.Solve(p, q, cost).Cost;

            Assert.Equal(expected, OneDimensionalTransport.Cost(x, p, y, q, power), 12);
            Assert.Equal(expected, OneDimensionalTransport.Cost(y, q, x, p, power), 12);
            Assert.Equal(3 * expected, OneDimensionalTransport.Cost(x, [.. p.Select(w => 3 * w)], y, [.. q.Select(w => 3 * w)], power), 12);
        }
    }

    [Fact]
    public void Equal_points_cost_nothing_and_points_without_weight_do_not_count()
    {
        Assert.Equal(0, OneDimensionalTransport.Cost([3, 1, 2], [0.2, 0.3, 0.5], [2, 3, 1], [0.5, 0.2, 0.3]));
        Assert.Equal(4, OneDimensionalTransport.Cost([1, 99], [1, 0], [3], []));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OneDimensionalTransport.Cost([1], [], [1], [], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneDimensionalTransport.Cost([1], [], [1], [], double.NaN));
        Assert.Throws<ArgumentException>(() => OneDimensionalTransport.Cost([1, 2], [1], [1], []));
        Refused("source has no points", [], [], [1], []);
        Refused("target point 2 is NaN", [1], [], [1, double.NaN], []);
        Refused("source weight 2 is -1", [1, 2], [2, -1], [1], []);
        Refused("source weight 1 is NaN", [1], [double.NaN], [1], []);
        Refused("source weights sum to 0", [1], [0], [1], []);
        Refused("sums must be equal", [1], [2], [1], []);
    }

    private static void Refused(string message, double[] x, double[] p, double[] y, double[] q) =>
        Assert.Contains(message, Assert.Throws<GwSmmException>(() => OneDimensionalTransport.Cost(x, p, y, q)).Message, StringComparison.Ordinal);
}
