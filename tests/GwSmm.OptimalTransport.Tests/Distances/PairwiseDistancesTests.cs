namespace GwSmm.OptimalTransport.Tests;

public class PairwiseDistancesTests
{
    [Fact]
    public void Published_toy_matrix_is_reproduced_by_default()
    {
        var spaces = Enumerable.Range(1, 9).Select(i => MatrixCsv.Read(GoldenData.PathOf($"paper-toy/class-{i}.csv")))
            .Select(matrix => MetricMeasureSpace.FromFeatures(matrix.Values, matrix.Rows, matrix.Columns)).ToArray();
        var published = DistanceMatrix.ReadCsv(GoldenData.PathOf("paper-toy/gw-published.csv"));

        var computed = PairwiseDistances.Compute(spaces);

        Assert.Equal(published.Names, computed.Names);
        Assert.All(Enumerable.Range(0, 81), k => Assert.InRange(computed.Values[k] - published.Values[k], -1e-7, 1e-7));
    }

    [Fact]
    public void Reference_pairs_are_reproduced()
    {
        var golden = DistanceMatrix.ReadCsv(GoldenData.PathOf("gw/data/pairwise_gw_default.csv"));

        var computed = PairwiseDistances.Compute(Models());

        for (var k = 0; k < golden.Values.Length; k++)
        {
            Check.Close(golden.Values[k], computed.Values[k], 1e-8, $"entry {k}");
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var one = PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 1 });
        var four = PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 4 });

        Assert.Equal(one.Values, four.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5 * 8 * 12 * 12)]
    [InlineData(long.MaxValue)]
    public void Any_limit_of_memory_gives_the_same_bits_as_spaces_made_beforehand(long bytes)
    {
        FeatureCloud[] clouds = [.. Enumerable.Range(0, 24).Select(seed => new FeatureCloud(Instances.Features(new Random(seed), 6 + (seed % 7), 3), 6 + (seed % 7), 3, CostMetric.Cosine))];

        var made = PairwiseDistances.Compute([.. clouds.Select(cloud => cloud.Build())]);
        var lazily = PairwiseDistances.Compute(clouds, new PairwiseOptions { Threads = 3, MaxCostBytes = bytes });

        Assert.Equal(made.Values, lazily.Values);
    }

    [Fact]
    public void Costs_are_made_once_where_they_fit_and_seldom_elsewhere()
    {
        const int Spaces = 64;
        const long Bytes = 8 * 5 * 5;
        Assert.All(Built(Spaces * Bytes), built => Assert.Equal(1, built));
        Assert.InRange(Built(18 * Bytes).Sum(), Spaces, Spaces * Spaces / 16);

        int[] Built(long limit)
        {
            CountingSource[] sources = [.. Enumerable.Range(0, Spaces).Select(_ => new CountingSource(5))];
            PairwiseDistances.Compute(sources, new PairwiseOptions { Threads = 1, MaxCostBytes = limit });
            return [.. sources.Select(source => source.Built)];
        }
    }

    [Fact]
    public void A_failing_pair_stops_the_others_and_is_named()
    {
        var zeros = new FeatureCloud(new double[6], 3, 2, CostMetric.Cosine);
        ISpaceSource[] sources = [.. Enumerable.Repeat(Models()[0], 30), zeros];
        var solver = new CountingSolver();

        var error = Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute(sources, new PairwiseOptions { Threads = 2, Solver = solver }));

        Assert.Contains("Space 31 ('31')", error.Message, StringComparison.Ordinal);
        Assert.InRange(solver.Count, 0, (31 * 30 / 2) - 1);
    }

    [Fact]
    public void The_result_tells_what_was_done()
    {
        var result = PairwiseDistances.Solve(Models(), new PairwiseOptions { Solver = new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 1 }) });

        Assert.True(result.IsWhole);
        Assert.Equal((15, 0), (result.Pairs, result.Resumed));
        Assert.InRange(result.NotConverged, 1, 15);
        Assert.Contains("\"MaxIterations\":1", result.Solver, StringComparison.Ordinal);
        Assert.All(result.LowerBounds.Values.Zip(result.Distances.Values), pair => Assert.InRange(pair.First, 0, pair.Second));
        Assert.Contains(result.LowerBounds.Values, bound => bound > 0);
    }

    [Fact]
    public void One_space_has_no_pairs() => Assert.Equal([0.0], PairwiseDistances.Compute(Models()[..1]).Values);

    [Fact]
    public void Progress_names_every_pair_once_and_counts_up()
    {
        var reports = new List<PairProgress>();

        var matrix = PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 2 }, new Collector(reports));

        Assert.Equal(15, reports.Count);
        Assert.Equal(Enumerable.Range(1, 15), reports.Select(r => r.Done));
        Assert.All(reports, r => Assert.Equal(15, r.Total));
        Assert.Equal(15, reports.Select(r => (r.First, r.Second)).Distinct().Count());
        Assert.All(reports, r => Assert.True(r.First < r.Second && r.Converged && r.Iterations > 0 && r.LowerBound >= 0 && r.LowerBound <= r.Value));
        Assert.All(reports, r => Assert.Equal(matrix[r.First, r.Second], r.Value));
    }

    [Fact]
    public void Roots_are_reported_on_request_with_the_given_names()
    {
        var options = new PairwiseOptions { Kind = DistanceKind.Root, Names = ["a", "b", "c", "d", "e", "f"] };

        var roots = PairwiseDistances.Compute(Models(), options);

        Check.Close(Math.Sqrt(0.0023321130013392228), roots["a", "d"], 1e-8);
    }

    [Fact]
    public void Cancellation_stops_the_work()
    {
        using var source = new CancellationTokenSource();
        var progress = new Collector([], () => source.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 1 }, progress, source.Token));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairwiseDistances.Compute([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 0 }));
        var error = Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute(Models(), new PairwiseOptions { Names = ["a"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairwiseDistances.Compute(Models(), new PairwiseOptions { MaxCostBytes = -1 }));
        Assert.Contains("names both row 1 and row 6", Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute(Models(), new PairwiseOptions { Names = ["a", "b", "c", "d", "e", "a"] })).Message, StringComparison.Ordinal);
        Assert.Contains("6 spaces were given, but 1 names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PairwiseOptions_Defaults()
    {
        var options = new PairwiseOptions();

        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Equal(DistanceKind.Value, options.Kind);
        Assert.Null(options.Names);
        Assert.Null(options.Alpha);
        Assert.Null(options.ResumeFile);
        Assert.Null(options.Shard);
        Assert.Equal(134_217_728, options.MaxCostBytes);
        Assert.Equal(new GromovWassersteinSolver().Description, options.Solver.Description);
    }

    private static MetricMeasureSpace[] Models() => [.. Enumerable.Range(0, 6).Select(i => GoldenData.Space($"model{i}_cost", "uniform"))];

    private sealed class Collector(List<PairProgress> reports, Action? then = null) : IProgress<PairProgress>
    {
        public void Report(PairProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }
}
