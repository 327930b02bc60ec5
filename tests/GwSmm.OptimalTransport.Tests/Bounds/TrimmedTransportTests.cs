namespace GwSmm.OptimalTransport.Tests;

public class TrimmedTransportTests
{
    [Fact]
    public void Trimmed_transport_is_that_of_the_definition_and_exact_for_the_whole()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (Lines.Random(random, seed % 3 == 0), Lines.Random(random, seed % 2 == 0));
            var part = seed % 5 == 0 ? 1 : random.NextDouble();

            var found = TrimmedTransport.SquaredCost(x.Line.Values, x.Line.Cumulative, y.Line.Values, y.Line.Cumulative, part);

            Assert.Equal(NaiveRelaxedBound.Trimmed(x.Points, y.Points, part), found, 1e-12);
            if (part == 1)
            {
                Assert.Equal(OneDimensionalTransport.SquaredCost(x.Line, y.Line), found, 1e-12);
            }
        }
    }
}
