namespace GwSmm.OptimalTransport.Tests;

public sealed class PairwiseCombinationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Shards_together_give_the_bits_of_one_run(int count)
    {
        var one = PairwiseDistances.Compute(Clouds(8), new PairwiseOptions { Kind = DistanceKind.Root, Names = Names(8) });

        var combined = PairwiseDistances.Combine(Shards(8, count), DistanceKind.Root);

        Assert.True(combined.IsWhole);
        Assert.Equal(one.Names, combined.Distances.Names);
        Assert.Equal(one.Values, combined.Distances.Values);
        Assert.Equal(new GromovWassersteinSolver().Description, combined.Solver);
        Assert.Equal((28, 0), (combined.Pairs, combined.NotConverged));
    }

    [Fact]
    public void A_share_is_no_matrix()
    {
        var options = new PairwiseOptions { Shard = new PairShard(1, 2) };

        var share = PairwiseDistances.Solve(Clouds(4), options);

        Assert.False(share.IsWhole);
        Assert.Equal(3, share.Pairs);
        Assert.Throws<InvalidOperationException>(() => share.Distances);
        Assert.Throws<ArgumentException>(() => PairwiseDistances.Compute(Clouds(4), options));
    }

    [Fact]
    public void Missing_pairs_are_counted_and_their_files_named()
    {
        var files = Shards(6, 3);
        using (var stream = new FileStream(files[0], FileMode.Open))
        {
            stream.SetLength(stream.Length - (2 * PairRecord.Size) - 3);
        }

        var message = Assert.Throws<GwSmmException>(() => PairwiseDistances.Combine([files[0], files[2]])).Message;

        Assert.Contains("8 of 15 pairs are missing", message, StringComparison.Ordinal);
        Assert.Contains($"shard 1/3, '{files[0]}', lacks 3", message, StringComparison.Ordinal);
        Assert.Contains("no file of shard 2/3 (5 pairs)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("3/3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_different_comparisons_are_refused()
    {
        var files = Shards(6, 2);
        var other = _directory.PathTo("other");
        PairwiseDistances.Solve(Clouds(6, CostMetric.Cosine), new PairwiseOptions { Names = Names(6), ResumeFile = other, Shard = new PairShard(2, 2) });

        var message = Assert.Throws<GwSmmException>(() => PairwiseDistances.Combine([files[0], other])).Message;

        Assert.Contains("different comparisons", message, StringComparison.Ordinal);
        Assert.Contains("costs of space 1: Cosine", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_that_agree_are_fine_and_others_are_refused()
    {
        var files = Shards(6, 2);
        var copy = _directory.PathTo("copy");
        File.Copy(files[0], copy);
        Assert.Equal(15, PairwiseDistances.Combine([.. files, copy]).Pairs);

        Change(copy, 1.25);
        var message = Assert.Throws<GwSmmException>(() => PairwiseDistances.Combine([.. files, copy])).Message;

        Assert.Contains($"The pair 1-2 is 1.25 in '{copy}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_and_a_missing_file_are_named()
    {
        var files = Shards(6, 2);
        Assert.Contains("nowhere", Assert.Throws<GwSmmException>(() => PairwiseDistances.Combine([files[0], _directory.PathTo("nowhere")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PairwiseDistances.Combine([]));
        var bytes = File.ReadAllBytes(files[1]);
        bytes[^(3 * PairRecord.Size)] ^= 1;
        File.WriteAllBytes(files[1], bytes);

        var message = Assert.Throws<GwSmmException>(() => PairwiseDistances.Combine(files)).Message;

        Assert.Contains($"'{files[1]}' is damaged at byte {bytes.Length - (3 * PairRecord.Size)}", message, StringComparison.Ordinal);
    }

    private static FeatureCloud[] Clouds(int count, CostMetric metric = CostMetric.Euclidean) =>
        [.. Enumerable.Range(0, count).Select(seed => new FeatureCloud(Instances.Features(new Random(seed), 9, 3), 9, 3, metric))];

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"model {i}")];

    // The first record of a file, valid but with another value.
    private static void Change(string path, double value)
    {
        using var stream = new FileStream(path, FileMode.Open);
        var (_, seed) = PairFileHeader.Read(stream, path);
        var bytes = new byte[PairRecord.Size];
        var start = stream.Position;
        stream.ReadExactly(bytes);
        Assert.True(PairRecord.TryRead(bytes, seed, out var record));
        (record with { Value = value }).Write(bytes, seed);
        stream.Position = start;
        stream.Write(bytes);
    }

    private string[] Shards(int spaces, int count) => [.. Enumerable.Range(1, count).Select(index =>
    {
        var path = _directory.PathTo($"shard-{index}");
        var share = PairwiseDistances.Solve(Clouds(spaces), new PairwiseOptions { Threads = 1, Names = Names(spaces), ResumeFile = path, Shard = new PairShard(index, count) });
        Assert.InRange(share.Pairs, 0, (spaces * (spaces - 1) / 2 / count) + 1);
        return path;
    })];
}
