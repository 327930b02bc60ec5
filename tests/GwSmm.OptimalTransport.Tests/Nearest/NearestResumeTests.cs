namespace GwSmm.OptimalTransport.Tests;

public sealed class NearestResumeTests : IDisposable
{
    private const int Spaces = 12;
    private const int Pairs = Spaces * (Spaces - 1) / 2;
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;

    public NearestResumeTests() => _path = _directory.PathTo("a.pairs");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stopped_search_goes_on_to_the_same_groups(bool exhaustive)
    {
        var options = new NearestGroupsOptions { Threads = 1, Exhaustive = exhaustive, MaxGroupSize = 3 };
        var expected = NearestGroups.Find(Clouds(), options);
        Assert.Throws<OperationCanceledException>(() => Find(options with { Solver = new CountingSolver(5) }));

        var solver = new CountingSolver();
        var found = Find(options with { Solver = solver, Threads = 2 });

        Assert.Equal(5, found.Report.Resumed);
        Assert.Equal(found.Report.Solves, solver.Count);
        Assert.Equal(expected.Groups.Select(group => string.Join(' ', group.Members)), found.Groups.Select(group => string.Join(' ', group.Members)), StringComparer.Ordinal);
        Assert.Equal(expected.Groups.Select(group => group.Value), found.Groups.Select(group => group.Value));
        Assert.Equal((0, found.Report.Solves + found.Report.Resumed), (Find(options).Report.Solves, Find(options).Report.Resumed));
    }

    [Fact]
    public void A_comparison_of_all_pairs_and_a_search_go_on_from_each_other()
    {
        var search = Find(new NearestGroupsOptions { Threads = 1, Count = 2 });
        Assert.InRange(search.Report.Solves, 2, Pairs - 1);

        var all = PairwiseDistances.Solve(Clouds(), new PairwiseOptions { ResumeFile = _path });
        Assert.Equal(search.Report.Solves, all.Resumed);

        var again = Find(new NearestGroupsOptions());
        Assert.Equal(0, again.Report.Solves);
        Assert.InRange(again.Report.Resumed, 1, Pairs);
        Assert.All(again.Groups, group => Assert.Equal(all.Distances[group.Members[0], group.Members[1]], group.Value));
    }

    [Fact]
    public void A_file_of_another_comparison_is_refused()
    {
        Find(new NearestGroupsOptions());

        var error = Assert.Throws<GwSmmException>(() => Find(new NearestGroupsOptions { Solver = new EntropicGromovWassersteinSolver() }));

        Assert.Contains("belongs to another comparison", error.Message, StringComparison.Ordinal);
    }

    private static FeatureCloud[] Clouds() => [.. Enumerable.Range(0, Spaces).Select(seed => new FeatureCloud(Instances.Features(new Random(seed % 5), 8, 2 + (seed / 5)), 8, 2 + (seed / 5)))];

    private NearestGroupsResult Find(NearestGroupsOptions options) => NearestGroups.Find(Clouds(), options with { ResumeFile = _path });
}
