namespace GwSmm.OptimalTransport.Tests;

public class SimplexWeightsTests
{
    [Fact]
    public void The_weights_meet_the_conditions_of_optimality()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 200; trial++)
        {
            var costs = Instances.Costs(random, 1, random.Next(1, 12), tied: trial % 3 == 0);
            var lambda = Math.Pow(10, (random.NextDouble() * 8) - 4);
            var weights = new double[costs.Length];

            SimplexWeights.Minimize(costs, lambda, weights);

            // Where there is weight the derivative is the same, and elsewhere no less.
            Assert.Equal(1, weights.Sum(), 1e-14);
            var derivatives = costs.Zip(weights, (c, w) => c + (2 * lambda * w)).ToArray();
            var level = derivatives[Array.FindIndex(weights, w => w > 0)];
            Assert.All(Enumerable.Range(0, costs.Length), k =>
            {
                Assert.True(weights[k] >= 0);
                Assert.True(weights[k] > 0 ? Math.Abs(derivatives[k] - level) < 1e-10 * Math.Max(1, lambda) : derivatives[k] > level - 1e-10);
            });
        }
    }

    [Fact]
    public void Little_spread_picks_the_cheapest_and_much_spread_shares_equally()
    {
        var weights = new double[3];

        SimplexWeights.Minimize([3, 1, 2], 1e-6, weights);
        Assert.Equal([0, 1, 0], weights);

        SimplexWeights.Minimize([3, 1, 2], 1e9, weights);
        Assert.All(weights, w => Assert.Equal(1 / 3.0, w, 1e-8));

        SimplexWeights.Minimize([1e12, 1e12 + 1, 1e12 + 5], 1, weights);
        Assert.Equal([0.75, 0.25, 0], weights);
    }

    [Fact]
    public void The_least_value_is_that_of_the_best_weights_from_below()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            double[] costs = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => trial % 3 == 0 ? random.Next(3) : 5 * random.NextDouble())];
            var lambda = Math.Pow(10, (random.NextDouble() * 8) - 4);
            var weights = new double[costs.Length];
            SimplexWeights.Minimize(costs, lambda, weights);
            var expected = costs.Zip(weights, (c, w) => (c * w) + (lambda * w * w)).Sum();

            var found = SimplexWeights.LeastValue(costs, lambda);

            Assert.InRange(expected - found, -1e-15 * expected, 1e-12 * (expected + lambda));
            var other = Instances.Weights(random, costs.Length, uniform: false);
            Assert.True(found <= costs.Zip(other, (c, w) => (c * w) + (lambda * w * w)).Sum());
        }

        Assert.InRange(SimplexWeights.LeastValue([0, 1e140], 1e-300), 0, 1e-300);
    }
}
