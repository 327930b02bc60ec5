namespace GwSmm.OptimalTransport.Tests;

public class PartOfTransportTests
{
    [Fact]
    public void The_bound_is_never_above_the_exact_cost_and_is_that_for_the_whole()
    {
        var transport = new PartOfTransport(9, 9);
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (Lines.Random(random, seed % 3 == 0), Lines.Random(random, seed % 2 == 0));
            var part = seed % 5 == 0 ? 1 : 1 - (0.6 * random.NextDouble() * random.NextDouble());

            var found = transport.AtLeast(x.Line.Values, x.Line.Cumulative, y.Line.Values, y.Line.Cumulative, part);

            var exact = NaiveRelaxedBound.Exact(x.Points, y.Points, part);
            var simple = Math.Max(
                NaiveRelaxedBound.Trimmed(x.Points, y.Points, part),
                Math.Max(NaiveRelaxedBound.Nearest(x.Points, y.Points, part), NaiveRelaxedBound.Nearest(y.Points, x.Points, part)));
            Assert.InRange(found, simple - 1e-12, exact + 1e-12);
            if (part == 1)
            {
                Assert.Equal(OneDimensionalTransport.SquaredCost(x.Line, y.Line), found, 1e-12);
            }
        }
    }

    [Fact]
    public void Potentials_are_feasible_and_add_up_to_the_cost()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (Lines.Random(random, seed % 3 == 0).Line, Lines.Random(random, seed % 2 == 0).Line);
            var (f, g) = (new double[x.Values.Length], new double[y.Values.Length]);

            LinePotentials.Fill(x.Values, x.Cumulative, y.Values, y.Cumulative, f, g);

            for (var i = 0; i < f.Length; i++)
            {
                Assert.All(Enumerable.Range(0, g.Length), j => Assert.True(f[i] + g[j] <= Math.Pow(x.Values[i] - y.Values[j], 2) + 1e-12));
            }

            var sum = f.Select((value, i) => value * x.Mass(i)).Sum() + g.Select((value, j) => value * y.Mass(j)).Sum();
            Assert.Equal(OneDimensionalTransport.SquaredCost(x, y), sum, 1e-11);
        }
    }
}
