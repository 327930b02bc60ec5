using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport.Tests;

public class GromovWassersteinBarycenterTests
{
    [Fact]
    public void Twenty_iterations_give_the_reference_barycenter()
    {
        var options = new GromovWassersteinBarycenterOptions
        {
            InitialCost = GoldenData.Array("bary_init20"),
            Lambdas = [0.5, 0.5],
            MaxIterations = 20,
            Tolerance = 0,
            Solver = new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 20, RelativeTolerance = 1e-5, AbsoluteTolerance = 0 }),
        };

        var result = GromovWassersteinBarycenter.Compute(Spaces(), 20, options);

        Check.Close(RelaxedGolden.Number("gw_barycenter_20"), TensorPrimitives.Norm<double>(result.Space.Cost), 1e-10);
        Assert.True(GoldenData.Array("bary_result20").Zip(result.Space.Cost, (a, b) => Math.Abs(a - b)).Max() <= 1e-10);
        var trace = RelaxedGolden.Numbers("gw_barycenter_20", "err_trace_bary");
        for (var k = 0; k < 12; k++)
        {
            Check.Close(trace[k], result.Trace[k].Change, 1e-9, $"change of iteration {k + 1}");
        }

        Assert.True(result.Converged);
    }

    [Fact]
    public void Copies_of_one_space_have_it_as_their_barycenter()
    {
        var space = Instances.Space(new Random(1), 10, 2, CostMetric.Euclidean, uniform: true);
        var reordered = Instances.Reorder(space, Instances.Permutation(new Random(2), 10));

        var result = GromovWassersteinBarycenter.Compute([space, reordered], 10, new GromovWassersteinBarycenterOptions { InitialCost = space.Cost });

        Assert.True(result.Converged);
        Assert.True(space.Cost.Zip(result.Space.Cost, (a, b) => Math.Abs(a - b)).Max() <= 1e-12);
        Assert.All(result.Matches, match => Assert.InRange(match.Value, 0, 1e-12));
    }

    [Fact]
    public void Iterations_are_reported_do_not_raise_the_objective_and_threads_change_no_bit()
    {
        var reports = new Reports();
        var options = new GromovWassersteinBarycenterOptions { MaxIterations = 6, Seed = 3 };

        var result = GromovWassersteinBarycenter.Compute(Spaces(), 7, options, reports);
        var threaded = GromovWassersteinBarycenter.Compute(Spaces(), 7, options with { Threads = 4 });

        Assert.Equal(result.Trace, reports.Seen);
        Assert.Equal(Enumerable.Range(1, result.Trace.Count), result.Trace.Select(step => step.Iteration));
        Assert.Equal(result.Space.Cost, threaded.Space.Cost);
        Assert.True(result.Space.IsSymmetric);
        Assert.True(result.Trace[^1].Objective < result.Trace[0].Objective);
    }

    [Fact]
    public void The_Kullback_Leibler_loss_has_geometric_means()
    {
        var first = MetricMeasureSpace.FromCost([1, 2, 2, 1], 2);
        var second = MetricMeasureSpace.FromCost([1, 8, 8, 1], 2);
        var options = new GromovWassersteinBarycenterOptions { Loss = QuadraticLoss.KullbackLeibler, InitialCost = [1, 4, 4, 1] };

        var result = GromovWassersteinBarycenter.Compute([first, second], 2, options);

        Assert.Equal(4, result.Space.Cost[1], 9);
        Assert.Equal(1, result.Space.Cost[0], 9);
    }

    [Fact]
    public void A_barycenter_of_one_point_has_the_mean_cost()
    {
        var space = MetricMeasureSpace.FromCost([0, 4, 4, 0], 2);

        var result = GromovWassersteinBarycenter.Compute([space], 1);

        Assert.Equal(2, result.Space.Cost[0], 14);
    }

    [Fact]
    public void Bad_input_is_refused_and_cancelled_work_throws()
    {
        var options = new GromovWassersteinBarycenterOptions();
        Assert.Throws<ArgumentException>(() => GromovWassersteinBarycenter.Compute([], 3));
        Assert.Throws<GwSmmException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 0));
        Assert.Throws<ArgumentException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { InitialCost = [1, 2] }));
        Assert.Throws<GwSmmException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 1, options with { InitialCost = [double.NaN] }));
        Assert.Throws<ArgumentException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { Lambdas = [1] }));
        Assert.Throws<GwSmmException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { Lambdas = [1, 1] }));
        Assert.Throws<GwSmmException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 2, options with { Weights = [1, 0] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { Threads = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { Tolerance = double.NaN }));
        var own = new QuadraticLoss("own", QuadraticLoss.Square.F1, QuadraticLoss.Square.F2, QuadraticLoss.Square.H1, QuadraticLoss.Square.H2, QuadraticLoss.Square.Pointwise, false);
        Assert.Throws<GwSmmException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options with { Loss = own }));
        Assert.Throws<OperationCanceledException>(() => GromovWassersteinBarycenter.Compute(Spaces(), 3, options, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void GromovWassersteinBarycenterOptions_Defaults()
    {
        var options = new GromovWassersteinBarycenterOptions();

        Assert.Null(options.Weights);
        Assert.Null(options.Lambdas);
        Assert.Null(options.InitialCost);
        Assert.Equal((0UL, 1000, 1e-9, 1), (options.Seed, options.MaxIterations, options.Tolerance, options.Threads));
        Assert.Same(QuadraticLoss.Square, options.Loss);
        Assert.StartsWith("conditional-gradient", options.Solver.Description, StringComparison.Ordinal);
    }

    private static MetricMeasureSpace[] Spaces() => [GoldenData.Space("E_X60", "p60"), GoldenData.Space("E_Y80", "q80")];

    private sealed class Reports : IProgress<BarycenterProgress>
    {
        public List<BarycenterProgress> Seen { get; } = [];

        public void Report(BarycenterProgress value) => Seen.Add(value);
    }
}
