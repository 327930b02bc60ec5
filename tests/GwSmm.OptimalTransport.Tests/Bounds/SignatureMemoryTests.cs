using System.Reflection;

namespace GwSmm.OptimalTransport.Tests;

public class SignatureMemoryTests
{
    private const int Points = 9;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, (int)LowerBounds.All + 1)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bounds_keep_what_is_counted(int kinds)
    {
        foreach (var weights in new[] { null, Weights(zero: false), Weights(zero: true) })
        {
            var bounds = (LowerBounds)kinds;
            var random = new Random(kinds);
            var (a, b) = (Cloud(random, weights), Cloud(random, weights));
            var (x, y) = (a.Build(), b.Build());
            var solver = new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = bounds, MaxIterations = 1 });

            solver.Solve(new GromovWassersteinProblem(x, y));

            Assert.Equal(Held(x.Signature), Counted(a, solver));
        }
    }

    [Theory]
    [InlineData(LowerBounds.None)]
    [InlineData(LowerBounds.First)]
    [InlineData(LowerBounds.Third)]
    [InlineData(LowerBounds.All)]
    public void Bounds_of_other_solvers_keep_what_is_counted(LowerBounds bounds)
    {
        IGromovWassersteinSolver[] solvers =
        [
            new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { Bounds = bounds, MaxIterations = 1 }),
            new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Bounds = bounds, MaxIterations = 1 }),
            new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Bounds = bounds, Mass = 0.9, MaxIterations = 1 }),
            new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Bounds = bounds, MaxIterations = 1 }),
            new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Bounds = bounds, Mass = 0.9, MaxIterations = 1 }),
            new RobustAlignment(new RobustAlignmentOptions { Fraction = 0.1, Partial = new PartialGromovWassersteinOptions { Bounds = bounds } }),
            new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { Bounds = bounds, MaxIterations = 1 }),
            new FeatureSelectionSolver(new FeatureSelectionOptions { Coupling = new GromovWassersteinOptions { Bounds = bounds } }),
            new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { Bounds = bounds, Rank = 2, MaxIterations = 1 }),
            new GaussianGromovWassersteinSolver(new GaussianGromovWassersteinOptions { Bounds = bounds }),
        ];
        foreach (var solver in solvers)
        {
            foreach (var weights in new[] { null, Weights(zero: false) })
            {
                var random = new Random(3);
                var (a, b) = (Cloud(random, weights, CostMetric.SquaredEuclidean), Cloud(random, weights, CostMetric.SquaredEuclidean));
                var (x, y) = (a.Build(), b.Build());

                solver.Solve(new GromovWassersteinProblem(x, y));

                Assert.Equal(Held(x.Signature), Counted(a, solver));
                Assert.Equal(Held(y.Signature), Counted(b, solver));
            }
        }
    }

    [Theory]
    [InlineData(InitialCoupling.Product)]
    [InlineData(InitialCoupling.Identity)]
    [InlineData(InitialCoupling.ThirdLowerBound)]
    public void Starts_keep_what_is_counted(InitialCoupling start)
    {
        var random = new Random(1);
        var (a, b) = (Cloud(random, null), Cloud(random, null));
        var (x, y) = (a.Build(), b.Build());
        var solver = new MultiStartSolver(new EntropicGromovWassersteinSolver(), new MultiStartOptions { Starts = [start] });

        solver.Solve(new GromovWassersteinProblem(x, y));

        Assert.Equal(Held(x.Signature), Counted(a, solver));
    }

    [Fact]
    public void A_solver_of_which_nothing_is_known_keeps_nothing() =>
        Assert.Equal(SignatureParts.None, SignatureMemory.PartsOf(new CountingSolver()));

    private static int Counted(ISpaceSource source, IGromovWassersteinSolver solver) =>
        (int)(SignatureMemory.Bytes(source, SignatureMemory.PartsOf(solver)) / SignatureMemory.CostBytes(source));

    // Full matrices, within the nearest: a point without weight is left out.
    private static int Held(SpaceSignature signature)
    {
        object Field(string name) => typeof(SpaceSignature).GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(signature)!;
        var rows = new[] { (Lazy<SortedRows>)Field("_rows"), (Lazy<SortedRows>)Field("_centredRows") };
        var costs = (Lazy<WeightedLine>)Field("_costs");
        var own = ((MetricMeasureSpace)Field("_space")).Count < Points ? 1 : 0;
        return own
            + rows.Where(part => part.IsValueCreated).Sum(part => part.Value.IsUniform ? 1 : 2)
            + (costs.IsValueCreated ? (costs.Value.IsUniform ? 1 : 2) : 0)
            + (((Lazy<CentredCosts>)Field("_centred")).IsValueCreated ? 1 : 0);
    }

    private static FeatureCloud Cloud(Random random, double[]? weights, CostMetric metric = CostMetric.Euclidean) =>
        new([.. Enumerable.Range(0, 2 * Points).Select(_ => random.NextDouble())], Points, 2, metric, weights: weights);

    private static double[] Weights(bool zero)
    {
        double[] weights = [zero ? 0 : 1, 1, 2, 3, 1, 2, 3, 1, 2];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
