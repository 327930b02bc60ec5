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

    [Fact]
    public void Progress_names_every_pair_once_and_counts_up()
    {
        var reports = new List<PairProgress>();

        var matrix = PairwiseDistances.Compute(Models(), new PairwiseOptions { Threads = 2 }, new Collector(reports));

        Assert.Equal(15, reports.Count);
        Assert.Equal(Enumerable.Range(1, 15), reports.Select(r => r.Done));
        Assert.All(reports, r => Assert.Equal(15, r.Total));
        Assert.Equal(15, reports.Select(r => (r.First, r.Second)).Distinct().Count());
        Assert.All(reports, r => Assert.True(r.First < r.Second && r.Converged && r.Iterations > 0));
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
        Assert.Contains("6 spaces were given, but 1 names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PairwiseOptions_Defaults()
    {
        var options = new PairwiseOptions();

        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Equal(DistanceKind.Value, options.Kind);
        Assert.Null(options.Names);
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
