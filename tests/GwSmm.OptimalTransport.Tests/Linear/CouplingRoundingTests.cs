using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class CouplingRoundingTests
{
    [Fact]
    public void Any_masses_become_a_coupling_no_farther_than_twice_the_error_of_the_marginals() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (n, m) = (random.Next(1, 10), random.Next(1, 10));
            var source = Instances.Weights(random, n, uniform: false);
            var target = Instances.Weights(random, m, uniform: false);
            var masses = Enumerable.Range(0, n * m).Select(_ => random.Next(3) == 0 ? 0 : random.NextDouble() * 3 / (n * m)).ToArray();
            var error = Enumerable.Range(0, n).Sum(i => Math.Abs(source[i] - masses.Skip(i * m).Take(m).Sum()))
                + Enumerable.Range(0, m).Sum(j => Math.Abs(target[j] - masses.Where((_, k) => k % m == j).Sum()));
            var plan = masses.ToArray();

            CouplingRounding.Round(plan, source, target);

            Check.Feasible(plan, source, target, 4e-16);
            Assert.InRange(plan.Zip(masses, (a, b) => Math.Abs(a - b)).Sum(), 0, (2 * error) + 1e-14);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(new Replay(new Rnd(7, 5), null)));

    [Fact]
    public void A_coupling_stays_as_it_is()
    {
        double[] plan = [0.25, 0.25, 0, 0.5];

        CouplingRounding.Round(plan, [0.5, 0.5], [0.25, 0.75]);

        Assert.Equal([0.25, 0.25, 0, 0.5], plan);
    }

    [Fact]
    public void No_mass_at_all_becomes_the_product_coupling()
    {
        var plan = new double[4];

        CouplingRounding.Round(plan, [0.5, 0.5], [0.25, 0.75]);

        Assert.Equal([0.125, 0.375, 0.125, 0.375], plan);
    }

    [Fact]
    public void A_plan_of_another_shape_is_refused() =>
        Assert.Contains("2 x 1 masses are needed, not 3", Assert.Throws<ArgumentException>(() => CouplingRounding.Round(new double[3], [0.5, 0.5], [1])).Message, StringComparison.Ordinal);
}
