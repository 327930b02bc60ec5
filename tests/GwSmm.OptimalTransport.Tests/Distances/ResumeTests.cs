namespace GwSmm.OptimalTransport.Tests;

public sealed class ResumeTests : IDisposable
{
    private const int Spaces = 7;
    private const int Pairs = Spaces * (Spaces - 1) / 2;
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;

    public ResumeTests() => _path = _directory.PathTo("a.pairs");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_stopped_run_goes_on_and_gives_the_same_bits()
    {
        var uninterrupted = PairwiseDistances.Compute(Clouds());
        Assert.Throws<OperationCanceledException>(() => Run(new PairwiseOptions { Solver = new CountingSolver(8), Threads = 1 }));

        var solver = new CountingSolver();
        var result = Run(new PairwiseOptions { Solver = solver, Threads = 2 });

        Assert.Equal((Pairs, 8, Pairs - 8), (result.Pairs, result.Resumed, solver.Count));
        Assert.Equal(uninterrupted.Values, result.Distances.Values);
    }

    [Fact]
    public void A_finished_file_needs_no_solving_and_does_not_change()
    {
        var first = Run(new PairwiseOptions { Kind = DistanceKind.Root });
        var bytes = File.ReadAllBytes(_path);
        var solver = new CountingSolver();

        var second = Run(new PairwiseOptions { Solver = solver, Kind = DistanceKind.Root });

        Assert.Equal(0, solver.Count);
        Assert.Equal(first.Distances.Values, second.Distances.Values);
        Assert.Equal(first.LowerBounds.Values, second.LowerBounds.Values);
        Assert.Equal(bytes, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Progress_counts_on_from_what_the_file_holds()
    {
        Assert.Throws<OperationCanceledException>(() => Run(new PairwiseOptions { Solver = new CountingSolver(8), Threads = 1 }));
        var done = new List<int>();

        Run(new PairwiseOptions { Threads = 1 }, new Collector(done));

        Assert.Equal(Enumerable.Range(9, Pairs - 8), done);
    }

    [Fact]
    public void A_kill_at_any_byte_is_survived()
    {
        var whole = Run(new PairwiseOptions { Threads = 1 }).Distances.Values;
        var bytes = File.ReadAllBytes(_path);
        var records = bytes.Length - (Pairs * PairRecord.Size);
        foreach (var length in new[] { 0, 1, 15, 16, 17, records - 1, records, records + 1, records + 31, records + 32, bytes.Length - 33, bytes.Length - 1 })
        {
            File.WriteAllBytes(_path, bytes.AsSpan(0, length));

            var result = Run(new PairwiseOptions { Threads = 1 });

            Assert.Equal(Math.Max(0, length - records) / PairRecord.Size, result.Resumed);
            Assert.Equal(whole, result.Distances.Values);
            Assert.Equal(bytes.Length, new FileInfo(_path).Length);
        }
    }

    [Fact]
    public void What_a_power_failure_left_at_the_end_is_computed_again()
    {
        var whole = Run(new PairwiseOptions()).Distances.Values;
        using (var stream = new FileStream(_path, FileMode.Open))
        {
            stream.Seek(-2 * PairRecord.Size, SeekOrigin.End);
            stream.Write(new byte[2 * PairRecord.Size]);
        }

        var result = Run(new PairwiseOptions());

        Assert.Equal(Pairs - 2, result.Resumed);
        Assert.Equal(whole, result.Distances.Values);
    }

    [Fact]
    public void Damage_is_found_wherever_it_is()
    {
        Run(new PairwiseOptions());
        var bytes = File.ReadAllBytes(_path);
        var records = bytes.Length - (Pairs * PairRecord.Size);
        for (var at = 0; at < bytes.Length - PairRecord.Size; at += at < records ? 97 : 11)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 4;
            File.WriteAllBytes(_path, damaged);

            var error = Assert.Throws<GwSmmException>(() => Run(new PairwiseOptions()));

            Assert.Contains(_path, error.Message, StringComparison.Ordinal);
            if (at >= records)
            {
                Assert.Contains($"damaged at byte {records + ((at - records) / PairRecord.Size * PairRecord.Size)}", error.Message, StringComparison.Ordinal);
            }

            Assert.Equal(damaged, File.ReadAllBytes(_path));
        }
    }

    [Fact]
    public void A_file_of_another_kind_or_version_is_refused_and_kept()
    {
        File.WriteAllText(_path, "not a pair file, but somebody's text");
        Assert.Contains("no file of finished pairs", Refusal(Clouds(), new PairwiseOptions()), StringComparison.Ordinal);
        Assert.Equal("not a pair file, but somebody's text", File.ReadAllText(_path));

        File.Delete(_path);
        Run(new PairwiseOptions());
        var bytes = File.ReadAllBytes(_path);
        bytes[8] = 9;
        File.WriteAllBytes(_path, bytes);
        Assert.Contains("format version 9", Refusal(Clouds(), new PairwiseOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_comparison_is_refused_and_the_difference_named()
    {
        Run(new PairwiseOptions());
        var weights = Instances.Weights(new Random(3), 8, uniform: false);
        var moved = Instances.Features(new Random(0), 8, 2);
        moved[5] += 1e-15;

        Refuses("solver: conditional-gradient", Clouds(), new PairwiseOptions { Solver = new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 9 }) });
        Refuses("number of spaces: 7, not 6", Clouds()[..6], new PairwiseOptions());
        Refuses("name of space 2: '2', not 'b'", Clouds(), new PairwiseOptions { Names = ["1", "b", "3", "4", "5", "6", "7"] });
        Refuses("costs of space 1: Euclidean of 2 features, normalisation None, not Cosine", Clouds(CostMetric.Cosine), new PairwiseOptions());
        Refuses("costs of space 1: Euclidean of 2 features, normalisation None, not Euclidean of 2 features, normalisation Max", Clouds(normalization: CostNormalization.Max), new PairwiseOptions());
        Refuses("numbers of space 1 ('1')", [new FeatureCloud(moved, 8, 2), .. Clouds()[1..]], new PairwiseOptions());
        Refuses("numbers of space 1 ('1')", [new FeatureCloud(Instances.Features(new Random(0), 8, 2), 8, 2, weights: weights), .. Clouds()[1..]], new PairwiseOptions());
        var swapped = Clouds().Select(cloud => cloud.Build()).ToArray();
        var known = swapped[0].Features!;
        ISpaceSource[] turned = [MetricMeasureSpace.FromFeatures([.. Enumerable.Range(0, known.Count * 2).Select(k => known.Features[k ^ 1])], known.Count, 2), .. swapped[1..]];
        Assert.Equal(swapped[0].Cost, ((MetricMeasureSpace)turned[0]).Cost);
        Assert.NotEqual(SpaceFingerprint.Of(swapped[0]), SpaceFingerprint.Of(turned[0]));
        Refuses("alpha 0.5", Clouds(), new PairwiseOptions { Alpha = 0.5 });
        Refuses("it holds shard 1/1, not 2/3", Clouds(), new PairwiseOptions { Shard = new PairShard(2, 3) });
    }

    [Fact]
    public void Two_users_of_one_file_are_kept_apart()
    {
        string? message = null;
        var progress = new Collector([], () => message ??= Refusal(Clouds(), new PairwiseOptions()));

        Run(new PairwiseOptions { Threads = 1 }, progress);

        Assert.Contains("in use by another process", message, StringComparison.Ordinal);
        Assert.Equal(Pairs, Run(new PairwiseOptions()).Resumed);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named() =>
        Assert.Contains("no/a.pairs", Assert.Throws<GwSmmException>(() => PairwiseDistances.Compute(Clouds(), new PairwiseOptions { ResumeFile = _directory.PathTo("no/a.pairs") })).Message, StringComparison.Ordinal);

    private static FeatureCloud[] Clouds(CostMetric metric = CostMetric.Euclidean, CostNormalization normalization = CostNormalization.None) =>
        [.. Enumerable.Range(0, Spaces).Select(seed => new FeatureCloud(Instances.Features(new Random(seed), 8 + seed, 2), 8 + seed, 2, metric, normalization))];

    private PairwiseResult Run(PairwiseOptions options, IProgress<PairProgress>? progress = null) =>
        PairwiseDistances.Solve(Clouds(), options with { ResumeFile = _path }, progress);

    private string Refusal(ISpaceSource[] sources, PairwiseOptions options) =>
        Assert.Throws<GwSmmException>(() => PairwiseDistances.Solve(sources, options with { ResumeFile = _path })).Message;

    private void Refuses(string what, ISpaceSource[] sources, PairwiseOptions options)
    {
        var message = Refusal(sources, options);
        Assert.Contains("belongs to another comparison: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    private sealed class Collector(List<int> done, Action? then = null) : IProgress<PairProgress>
    {
        public void Report(PairProgress value)
        {
            done.Add(value.Done);
            then?.Invoke();
        }
    }
}
