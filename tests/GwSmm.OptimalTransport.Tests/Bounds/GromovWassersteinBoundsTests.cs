namespace GwSmm.OptimalTransport.Tests;

public class GromovWassersteinBoundsTests
{
    [Theory]
    [InlineData("euclid_60x80_weights", "E_X60", "p60", "E_Y80", "q80")]
    [InlineData("sqeuclid_60x60", "S_X60", "uniform", "S_Y60", "uniform")]
    [InlineData("wgraph", "wgraph15", "p15", "wgraph18", "q18")]
    public void Reference_values_are_met(string id, string c1, string p, string c2, string q)
    {
        var (a, b) = (GoldenData.Space(c1, p), GoldenData.Space(c2, q));

        Check.Close(GoldenData.Value($"lb_flb_{id}"), GromovWassersteinBounds.First(a, b), 1e-9);
        Check.Close(GoldenData.Value($"lb_slb_{id}"), GromovWassersteinBounds.Second(a, b), 1e-9);
        Check.Close(GoldenData.Value($"lb_peb_{id}"), GromovWassersteinBounds.ProjectedEigenvalue(a, b), 1e-9);
        Check.Close(GoldenData.Value($"lb_tlb_{id}"), GromovWassersteinBounds.Third(a, b).Value, 1e-9);
        Check.Close(GoldenData.Value($"lb_tlbc_{id}"), GromovWassersteinBounds.CentredThird(a, b).Value, 1e-9);
    }

    [Theory]
    [InlineData("flb", LowerBounds.First)]
    [InlineData("slb", LowerBounds.Second)]
    [InlineData("projected_spectral", LowerBounds.ProjectedEigenvalue)]
    [InlineData("tlb", LowerBounds.Third)]
    [InlineData("tlbc", LowerBounds.CentredThird)]
    public void Reference_values_of_all_pairs_are_met(string id, LowerBounds kind)
    {
        var spaces = Enumerable.Range(0, 6).Select(k => GoldenData.Space($"model{k}_cost", "uniform")).ToArray();
        var golden = MatrixCsv.Read(GoldenData.PathOf($"gw/data/pairwise_lb_{id}.csv")).Values;

        var bounds = GromovWassersteinBounds.AllPairs(spaces, kind, threads: 2);

        Assert.All(Enumerable.Range(0, 36).Where(k => k % 7 != 0), k => Check.Close(golden[k], bounds[k], 1e-8));
        Assert.All(Enumerable.Range(0, 6), k => Assert.Equal(0, bounds[7 * k]));
    }

    [Fact]
    public void The_binned_second_bound_stays_close_below_the_exact_one()
    {
        var (a, b) = (GoldenData.Space("E_X60", "p60"), GoldenData.Space("E_Y80", "q80"));

        Assert.InRange(GromovWassersteinBounds.SecondBinned(a, b) / GromovWassersteinBounds.Second(a, b), 0.99, 1);
    }

    [Fact]
    public void Couplings_of_the_third_bounds_are_feasible_and_cover_points_without_weight()
    {
        var random = new Random(4);
        double[] weights = [0.5, 0, 0.2, 0.3];
        var a = MetricMeasureSpace.FromFeatures(Instances.Features(random, 4, 2), 4, 2, CostMetric.Euclidean, weights);
        var b = Instances.Space(random, 5, 2, CostMetric.Euclidean, uniform: false);

        Check.Feasible(GromovWassersteinBounds.Third(a, b).Plan, a.Weights, b.Weights);
        Check.Feasible(GromovWassersteinBounds.CentredThird(a, b).Plan, a.Weights, b.Weights);
    }

    [Fact]
    public void Only_bounds_that_hold_are_claimed()
    {
        var directed = GoldenData.Space("digraph12", "p12");
        var other = GoldenData.Space("digraph14", "q14");
        var symmetric = GoldenData.Space("wgraph15", "p15");

        Assert.Equal(0, GromovWassersteinBounds.ProjectedEigenvalue(directed, other));
        Assert.Equal(0, GromovWassersteinBounds.ProjectedEigenvalue(directed, symmetric));
        Assert.True(GromovWassersteinBounds.First(directed, other) > 0);
        Assert.Equal(GromovWassersteinBounds.Third(directed, other).Value, GromovWassersteinBounds.CentredThird(directed, other).Value);
        Assert.InRange(
            GromovWassersteinBounds.Largest(new GromovWassersteinProblem(directed, other), LowerBounds.All), 1e-6, GoldenData.Value("gw_cg_directed"));
        Assert.Equal(
            0, GromovWassersteinBounds.Largest(new GromovWassersteinProblem(symmetric, directed, QuadraticLoss.KullbackLeibler), LowerBounds.All));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var space = MetricMeasureSpace.FromCost([0], 1);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.Throws<ArgumentNullException>(() => GromovWassersteinBounds.First(null!, space));
        Assert.Throws<ArgumentNullException>(() => GromovWassersteinBounds.Third(space, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => GromovWassersteinBounds.Largest(new GromovWassersteinProblem(space, space), (LowerBounds)128));
        Assert.Throws<ArgumentOutOfRangeException>(() => GromovWassersteinBounds.AllPairs([space], LowerBounds.First, threads: 0));
        Assert.Throws<OperationCanceledException>(() => GromovWassersteinBounds.AllPairs([space], LowerBounds.First, 1, stopped.Token));
        Assert.Empty(GromovWassersteinBounds.AllPairs([], LowerBounds.All));
    }
}
