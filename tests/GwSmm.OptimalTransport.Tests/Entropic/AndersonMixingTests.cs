namespace GwSmm.OptimalTransport.Tests;

public class AndersonMixingTests
{
    [Fact]
    public void A_linear_map_of_as_many_dimensions_as_the_depth_is_solved_in_one_step_more()
    {
        // g(x) = A x + b with a diagonal A: plain iteration needs hundreds of steps.
        double[] slopes = [0.9, -0.5, 0.99, 0.3];
        double[] shifts = [1, 2, -3, 0.5];
        double[] x = [0, 0, 0, 0];
        var mixing = new AndersonMixing();
        mixing.Reset(4);
        for (var step = 0; step < AndersonMixing.Depth + 1; step++)
        {
            mixing.Start(x);
            Map(x);
            mixing.Extrapolate(x);
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(shifts[i] / (1 - slopes[i]), x[i], 1e-7 * Math.Abs(shifts[i] / (1 - slopes[i])));
        }

        void Map(double[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (slopes[i] * values[i]) + shifts[i];
            }
        }
    }

    [Fact]
    public void Long_vectors_take_their_weights_from_a_sample()
    {
        const int Length = 50_000;
        var random = new Random(1);
        double[] fixedPoint = [.. Enumerable.Range(0, Length).Select(_ => random.NextDouble())];
        double[] slopes = [.. Enumerable.Range(0, Length).Select(_ => random.Next(2) == 0 ? 0.9 : -0.7)];
        var x = new double[Length];
        var mixing = new AndersonMixing();
        mixing.Reset(Length);
        for (var step = 0; step < 4; step++)
        {
            mixing.Start(x);
            for (var i = 0; i < Length; i++)
            {
                x[i] = fixedPoint[i] + (slopes[i] * (x[i] - fixedPoint[i]));
            }

            mixing.Extrapolate(x);
        }

        // Two slopes: two differences suffice.
        Assert.True(Enumerable.Range(0, Length).Max(i => Math.Abs(x[i] - fixedPoint[i])) < 1e-8);
    }

    [Fact]
    public void After_a_restart_the_first_step_is_plain()
    {
        var mixing = new AndersonMixing();
        mixing.Reset(2);
        foreach (var output in new[] { new[] { 1.0, 2.0 }, [1.5, 2.5] })
        {
            mixing.Start([0, 0]);
            mixing.Extrapolate(output);
        }

        mixing.Restart();
        double[] after = [3, 4];
        mixing.Start([0, 0]);
        mixing.Extrapolate(after);
        Assert.Equal([3.0, 4.0], after);
    }
}
