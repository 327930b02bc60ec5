namespace GwSmm.OptimalTransport.Tests;

public class WeightedLineTests
{
    [Fact]
    public void Bin_means_are_means_of_the_quantile_function()
    {
        Assert.Equal([1.5, 3.5], WeightedLine.Create([4, 2, 1, 3], []).BinMeans(2));
        Assert.Equal([1, 1, 2, 5], WeightedLine.Create([5, 1, 2], [0.25, 0.5, 0.25]).BinMeans(4));
        Assert.Equal([7, 7, 7], WeightedLine.Create([7], []).BinMeans(3), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(1.25, WeightedLine.Create([1, 2], [0.75, 0.25]).BinMeans(1)[0]);
    }

    [Fact]
    public void Binning_brings_no_two_lines_farther_apart()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var a = Line(random, seed % 2 == 0);
            var b = Line(random, seed % 3 == 0);
            foreach (var bins in new[] { 1, 3, 16, 256 })
            {
                var binned = a.BinMeans(bins).Zip(b.BinMeans(bins), (x, y) => (x - y) * (x - y)).Average();
                Assert.True(binned <= OneDimensionalTransport.SquaredCost(a, b) * (1 + 1e-12));
            }
        }
    }

    [Fact]
    public void Cumulative_masses_end_with_exactly_one()
    {
        var weights = Enumerable.Range(1, 1000).Select(k => 0.1 / k).ToArray();

        WeightedLine.Accumulate(weights);

        Assert.Equal(1, weights[^1]);
        Assert.Equal(weights.Order(), weights);
    }

    private static WeightedLine Line(Random random, bool uniform)
    {
        var count = random.Next(1, 40);
        return WeightedLine.Create(Instances.Costs(random, count, 1, tied: false), Instances.Weights(random, count, uniform));
    }
}
