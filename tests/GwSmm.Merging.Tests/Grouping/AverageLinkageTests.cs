using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class AverageLinkageTests
{
    [Theory]
    [InlineData(5, """{"groups":[["1","2","8"],["3"],["4","6","7"],["5"],["9"]]}""")]
    [InlineData(4, """{"groups":[["1","2","8"],["3","9"],["4","6","7"],["5"]]}""")]
    [InlineData(1, """{"groups":[["1","2","3","4","5","6","7","8","9"]]}""")]
    [InlineData(9, """{"groups":[["1"],["2"],["3"],["4"],["5"],["6"],["7"],["8"],["9"]]}""")]
    public void PublishedSimilarities_GiveThePublishedGroups(int clusters, string expected) =>
        Assert.Equal(expected, MergePlanJson.FormatGroups(ItemGrouping.AverageLinkage(PublishedSimilarity.Distances, clusters)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Link_EqualsScipy(int index)
    {
        var golden = Golden.Load("merging.json").GetProperty("linkage")[index];
        var count = golden.GetProperty("count").GetInt32();
        var distances = new DistanceMatrix([.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))], golden.Doubles("distances"));

        var steps = AverageLinkage.Link(distances);

        Assert.Equal(golden.Integers("sizes"), steps.Select(step => step.Size));
        Assert.All(golden.Doubles("heights").Zip(steps), pair => Assert.Equal(pair.First, pair.Second.Height, 1e-12));
        var joins = golden.GetProperty("joins").EnumerateArray().Select(join => (join[0].GetInt32(), join[1].GetInt32()));
        Assert.Equal(joins, steps.Select(step => (Math.Min(step.First, step.Second), Math.Max(step.First, step.Second))));
        foreach (var cut in golden.GetProperty("clusters").EnumerateObject())
        {
            Assert.Equal(Groups(cut.Value), ItemGrouping.AverageLinkage(distances, int.Parse(cut.Name, CultureInfo.InvariantCulture)).Groups);
        }

        Assert.Equal(Groups(golden.GetProperty("thresholdClusters")), ItemGrouping.DistanceThreshold(distances, golden.GetProperty("threshold").GetDouble() + 1e-12).Groups);
    }

    [Fact]
    public void Ties_DoNotDependOnTheOrderOfTheMatrix()
    {
        // A ring: every neighbour is at distance 1, so each join is a tie.
        string[] names = ["1", "2", "3", "4", "5", "6", "10", "11"];
        var expected = MergePlanJson.FormatGroups(ItemGrouping.AverageLinkage(Ring(names, names), 4));
        Assert.Equal("""{"groups":[["1","2"],["3","4"],["5","6"],["10","11"]]}""", expected);
        var random = new DeterministicRandom(5);
        for (var round = 0; round < 20; round++)
        {
            var shuffled = (string[])names.Clone();
            random.Shuffle(shuffled.AsSpan());
            Assert.Equal(expected, MergePlanJson.FormatGroups(ItemGrouping.AverageLinkage(Ring(names, shuffled), 4)));
        }
    }

    [Fact]
    public void Clusters_EqualANaiveTwin_TiesIncluded()
    {
        var inputs = Gen.Choose(2, 9).SelectMany(count => Gen.Choose(1, 6).ArrayOf(count * count).SelectMany(values => Gen.Choose(1, count).Select(clusters => (count, values, clusters))));
        var property = Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            var (count, values, clusters) = input;
            var matrix = new double[count * count];
            for (var i = 0; i < count; i++)
            {
                for (var j = i + 1; j < count; j++)
                {
                    matrix[(i * count) + j] = matrix[(j * count) + i] = values[(i * count) + j];
                }
            }

            var distances = new DistanceMatrix([.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))], matrix);
            return string.Equals(
                MergePlanJson.FormatGroups(new MergePlan(Naive(distances, clusters))), MergePlanJson.FormatGroups(ItemGrouping.AverageLinkage(distances, clusters)), StringComparison.Ordinal);
        });
        Check.One(Config.QuickThrowOnFailure.WithReplay(11, 5), property);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void ClustersOutOfRange_AreRefused(int clusters)
    {
        var error = Assert.Throws<GwSmmException>(() => ItemGrouping.AverageLinkage(PublishedSimilarity.Distances, clusters));
        Assert.Equal($"{clusters} clusters were asked for, but there are 9 items. Choose 1 to 9 clusters.", error.Message);
    }

    // Every mean from scratch; the first pair of the smallest mean is joined into the earlier cluster.
    private static List<List<string>> Naive(DistanceMatrix distances, int clusters)
    {
        List<List<string>> groups = [.. distances.Names.Select(name => new List<string> { name })];
        while (groups.Count > clusters)
        {
            var (first, second) = Enumerable.Range(0, groups.Count).SelectMany(i => Enumerable.Range(i + 1, groups.Count - i - 1).Select(j => (i, j)))
                .MinBy(pair => groups[pair.i].Sum(a => groups[pair.j].Sum(b => distances[a, b])) / (groups[pair.i].Count * groups[pair.j].Count));
            groups[first].AddRange(groups[second]);
            groups.RemoveAt(second);
        }

        return groups;
    }

    private static DistanceMatrix Ring(string[] around, string[] order)
    {
        var values = new double[order.Length * order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < order.Length; j++)
            {
                var steps = Math.Abs(Array.IndexOf(around, order[i]) - Array.IndexOf(around, order[j]));
                values[(i * order.Length) + j] = Math.Min(steps, around.Length - steps);
            }
        }

        return new DistanceMatrix(order, values);
    }

    private static string[][] Groups(JsonElement groups) =>
        [.. groups.EnumerateArray().Select(group => group.EnumerateArray().Select(item => item.GetRawText()).ToArray())];
}
