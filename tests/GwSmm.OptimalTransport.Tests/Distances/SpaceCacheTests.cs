namespace GwSmm.OptimalTransport.Tests;

public class SpaceCacheTests
{
    private const int Points = 10;
    private const long SpaceBytes = 8 * Points * Points;

    [Fact]
    public void A_space_in_memory_is_not_made_again()
    {
        var sources = Sources(3);
        var cache = new SpaceCache(sources, ["a", "b", "c"], 3 * SpaceBytes, SignatureParts.None);

        Assert.Same(Use(cache, 0), Use(cache, 0));
        Use(cache, 1);
        Use(cache, 2);
        Use(cache, 0);

        Assert.Equal([1, 1, 1], sources.Select(source => source.Built));
    }

    [Fact]
    public void Least_recently_used_spaces_go_when_the_limit_is_reached()
    {
        var sources = Sources(3);
        var cache = new SpaceCache(sources, ["a", "b", "c"], 2 * SpaceBytes, SignatureParts.None);

        foreach (var index in new[] { 0, 1, 0, 2, 0, 1 })
        {
            Use(cache, index);
        }

        Assert.Equal([1, 2, 1], sources.Select(source => source.Built));
    }

    [Fact]
    public void Spaces_in_use_stay_beyond_the_limit()
    {
        var sources = Sources(3);
        var cache = new SpaceCache(sources, ["a", "b", "c"], 0, SignatureParts.None);
        var held = cache.Take(0);

        Use(cache, 1);
        Use(cache, 1);

        Assert.Same(held, cache.Take(0));
        Assert.Equal([1, 2, 0], sources.Select(source => source.Built));
    }

    [Theory]
    [InlineData(InitialCoupling.Product, LowerBounds.First, 5)]
    [InlineData(InitialCoupling.ThirdLowerBound, LowerBounds.First, 1)]
    [InlineData(InitialCoupling.Product, LowerBounds.Second, 2)]
    [InlineData(InitialCoupling.Product, LowerBounds.All, 1)]
    public void What_start_and_bounds_keep_counts_towards_the_limit(InitialCoupling start, LowerBounds bounds, int held)
    {
        var solver = new MultiStartSolver(new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = bounds }), new MultiStartOptions { Starts = [start] });
        var sources = Sources(5);
        var cache = new SpaceCache(sources, ["a", "b", "c", "d", "e"], 5 * SpaceBytes, SignatureMemory.PartsOf(solver));

        for (var index = 0; index < sources.Length; index++)
        {
            Use(cache, index);
        }

        for (var index = sources.Length - held; index < sources.Length; index++)
        {
            Use(cache, index);
        }

        Assert.All(sources, source => Assert.Equal(1, source.Built));
        if (held < sources.Length)
        {
            Use(cache, sources.Length - held - 1);
            Assert.Equal(2, sources[sources.Length - held - 1].Built);
        }
    }

    [Fact]
    public void A_space_that_cannot_be_made_is_named()
    {
        var cache = new SpaceCache([new FeatureCloud([0, 0], 1, 2, CostMetric.Cosine)], ["zeros"], 0, SignatureParts.None);

        var error = Assert.Throws<GwSmmException>(() => cache.Take(0));

        Assert.Contains("Space 1 ('zeros'): Feature row 1 is all zeros", error.Message, StringComparison.Ordinal);
    }

    private static MetricMeasureSpace Use(SpaceCache cache, int index)
    {
        var space = cache.Take(index);
        cache.Return(index);
        return space;
    }

    private static CountingSource[] Sources(int count) => [.. Enumerable.Range(0, count).Select(_ => new CountingSource(Points))];
}
