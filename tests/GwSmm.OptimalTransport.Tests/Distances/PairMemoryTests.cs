namespace GwSmm.OptimalTransport.Tests;

public class PairMemoryTests
{
    private static readonly ISpaceSource[] Sources = [.. Enumerable.Repeat(new CountingSource(1000), 100)];

    private static readonly PairwiseOptions Two = new() { Threads = 2 };

    [Fact]
    public void The_estimate_counts_matrices_costs_and_solvers()
    {
        var memory = PairMemory.Of(Sources, Two);

        Assert.Equal((4950 * 17) + (2 * 80_000), memory.Matrices);
        Assert.Equal(128L << 20, memory.Costs);
        Assert.Equal(2 * 8 * 8e6, memory.Solvers);
        Assert.Equal(4 * 8e6, PairMemory.Of(Sources, Two with { MaxCostBytes = 0 }).Costs);
        Assert.Equal(495 * 17, PairMemory.Of(Sources, Two with { Shard = new PairShard(1, 10) }).Matrices);
    }

    [Fact]
    public void The_estimate_counts_features_and_what_is_kept_with_spaces()
    {
        var solver = new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = LowerBounds.All });
        var options = Two with { MaxCostBytes = 0, Solver = solver };
        var cloud = new FeatureCloud(new double[3000], 1000, 3);
        var space = MetricMeasureSpace.FromCost(new double[400], 20);

        Assert.Equal(4 * 5 * 8e6, PairMemory.Of(Sources, options).Costs);
        Assert.Equal(24_000, PairMemory.Of([cloud, cloud], options).Features);
        Assert.Equal(4 * 3200, PairMemory.Of([space, space], options).Costs);
        Assert.Equal(4 * 4 * 8e6, PairMemory.Of(Sources, new NearestGroupsOptions { Threads = 2, CacheBytes = 0 }).Costs);
        Assert.Equal(4950 * 76, PairMemory.Of(Sources, new NearestGroupsOptions()).Matrices);
    }

    [Fact]
    public void The_estimate_counts_solvers_that_hold_more()
    {
        Assert.Equal((8, 12), (Matrices(new PartialGromovWassersteinSolver()), Matrices(new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Bounds = LowerBounds.First }))));
        Assert.Equal(12, Matrices(new RobustAlignment(new RobustAlignmentOptions { Fraction = 0.1 })));
        Assert.Equal(12 + new RobustAlignmentOptions().Candidates.Count, Matrices(new RobustAlignment()));
        Assert.Equal(11, Matrices(new FeatureSelectionSolver()));
        Assert.Equal(13, Matrices(new MultiStartSolver(new FeatureSelectionSolver())));

        static double Matrices(IGromovWassersteinSolver solver) => PairMemory.Of(Sources, Two with { Solver = solver }).Solvers / (2 * 8e6);
    }

    [Fact]
    public void Threads_without_a_pair_need_no_memory()
    {
        var memory = PairMemory.Of(Sources[..2], Two with { Threads = 64, MaxCostBytes = 0 });

        Assert.Equal(2 * 8e6, memory.Costs);
        Assert.Equal(8 * 8e6, memory.Solvers);
    }

    [Fact]
    public void Too_little_memory_is_refused_with_numbers()
    {
        var memory = PairMemory.Of(Sources, Two);

        memory.Require(1L << 30);
        var error = Assert.Throws<GwSmmException>(() => memory.Require(200L << 20));

        Assert.Contains("100 spaces of up to 1000 points with 2 threads needs about 0.24 GiB, more than the 0.20 GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_spaces_than_a_matrix_holds_are_refused()
    {
        var error = Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute([.. Enumerable.Repeat(new CountingSource(2), 50_000)], new PairwiseOptions { Threads = 1 }));

        Assert.Contains("50000 spaces have 2.5e9 distances", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_space_too_large_for_memory_is_refused_before_it_is_made()
    {
        var source = new CountingSource(40_000_000);

        Assert.Contains("GiB for costs", Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute([source, source])).Message, StringComparison.Ordinal);
        Assert.Contains("GiB for costs", Assert.Throws<GwSmmException>(() => NearestGroups.Find([source, source])).Message, StringComparison.Ordinal);
        Assert.Equal(0, source.Built);
    }
}
