using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class NearestGroupsTests
{
    [Fact]
    public void Groups_are_those_of_an_exhaustive_search_for_any_number_of_threads() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var clouds = Clouds(random, random.Next(2, 12), 6, clustered: random.Next(2) == 0, duplicates: random.Next(3) == 0);
            var size = random.Next(2, 5);
            var options = new NearestGroupsOptions
            {
                Goal = size == 2 && random.Next(2) == 0 ? NearestGoal.Pairs : NearestGoal.DisjointGroups,
                MaxGroupSize = size,
                Linkage = (GroupLinkage)random.Next(2),
                Count = random.Next(2) == 0 ? int.MaxValue : random.Next(1, 6),
                Bounds = (LowerBounds)random.Next((int)LowerBounds.All + 1),
                Threads = 1,
                CacheBytes = random.Next(2) == 0 ? 0 : 1 << 20,
            };
            var expected = NearestGroups.Find(clouds, options with { Exhaustive = true });

            foreach (var threads in new[] { 1, 3 })
            {
                var found = NearestGroups.Find(clouds, options with { Threads = threads });
                Assert.Equal(expected.Groups.Count, found.Groups.Count);
                for (var k = 0; k < expected.Groups.Count; k++)
                {
                    Assert.Equal(expected.Groups[k].Members, found.Groups[k].Members);
                    Assert.Equal(expected.Groups[k].Value, found.Groups[k].Value);
                }

                Assert.InRange(found.Report.Solves, expected.Groups.Count, expected.Report.Solves);
            }

            Assert.Equal(expected.Report.Pairs, expected.Report.Solves);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(new Replay(new Rnd(31, 9), null)));

    [Fact]
    public void Clustered_spaces_need_few_solves()
    {
        var clouds = Clouds(new Random(3), 24, 20, clustered: true, duplicates: false);

        var found = NearestGroups.Find(clouds, new NearestGroupsOptions { Count = 8, Threads = 1 });

        Assert.All(found.Groups, group => Assert.Equal(group.Members[0] % 8, group.Members[1] % 8));
        Assert.Equal(276, found.Report.Pairs);
        Assert.InRange(found.Report.Solves, 8, 27);
        Assert.Equal(276, found.Report.Bounds[LowerBounds.First]);
        Assert.Equal(276, found.Report.Bounds[LowerBounds.SecondBinned]);
        Assert.Equal(276, found.Report.Bounds[LowerBounds.ProjectedEigenvalue]);
        Assert.InRange(found.Report.Bounds[LowerBounds.Third], found.Report.Solves, 275);
        Assert.False(found.Report.Bounds.ContainsKey(LowerBounds.Second));
        Assert.True(found.Report.Duration > TimeSpan.Zero);
    }

    [Fact]
    public void Trios_are_found_and_the_last_group_takes_what_is_left()
    {
        var clouds = Clouds(new Random(5), 8, 12, clustered: true, duplicates: false, clusters: 3);

        var solver = new MultiStartSolver(new GromovWassersteinSolver(), new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound] });

        var groups = NearestGroups.Find(clouds, new NearestGroupsOptions { MaxGroupSize = 3, Solver = solver }).Groups;

        Assert.Equal([3, 3, 2], groups.Select(group => group.Members.Count));
        Assert.All(groups, group => Assert.Single(group.Members.Select(member => member % 3).Distinct()));
        Assert.Equal(Enumerable.Range(0, 8), groups.SelectMany(group => group.Members).Order());
    }

    [Fact]
    public void Values_are_those_of_the_solver_and_ascend()
    {
        var clouds = Clouds(new Random(7), 6, 8, clustered: false, duplicates: false);
        var spaces = clouds.Select(cloud => cloud.Build()).ToArray();
        var distances = PairwiseDistances.Compute(spaces, new PairwiseOptions { Threads = 1 });

        var groups = NearestGroups.Find(spaces, new NearestGroupsOptions { Goal = NearestGoal.Pairs }).Groups;

        Assert.Equal(15, groups.Count);
        Assert.All(groups, group => Assert.Equal(distances[group.Members[0], group.Members[1]], group.Value));
        Assert.Equal(groups.Select(group => group.Value).Order(), groups.Select(group => group.Value));
    }

    [Fact]
    public void Spaces_are_built_again_only_when_memory_is_short()
    {
        var clouds = Clouds(new Random(9), 10, 8, clustered: false, duplicates: false);
        var options = new NearestGroupsOptions { Threads = 1 };

        var ample = NearestGroups.Find(clouds, options);
        var short_ = NearestGroups.Find(clouds, options with { CacheBytes = 0 });

        Assert.Equal(10, ample.Report.SpacesBuilt);
        Assert.True(short_.Report.SpacesBuilt > 10);
        Assert.Equal(ample.Groups.Select(group => group.Value), short_.Groups.Select(group => group.Value));
    }

    [Fact]
    public void Progress_grows_and_cancelling_stops_the_search()
    {
        var clouds = Clouds(new Random(11), 8, 8, clustered: false, duplicates: false);
        using var source = new CancellationTokenSource();
        var seen = new List<NearestGroupsProgress>();
        var progress = new Recorder(report =>
        {
            seen.Add(report);
            if (report.Solves == 2)
            {
                source.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => NearestGroups.Find(clouds, new NearestGroupsOptions { Threads = 1 }, progress, source.Token));

        Assert.Equal(Enumerable.Range(1, 8), seen.Take(8).Select(report => report.Spaces));
        Assert.Equal(2, seen[^1].Solves);
        Assert.Equal(28, seen[^1].Pairs);
        Assert.Throws<OperationCanceledException>(() => NearestGroups.Find(clouds, null, null, source.Token));
    }

    [Fact]
    public void A_solver_whose_values_are_below_the_bounds_is_refused()
    {
        var clouds = Clouds(new Random(13), 5, 8, clustered: false, duplicates: false);
        var options = new NearestGroupsOptions { Solver = new HalvingSolver() };

        var error = Assert.Throws<GwSmmException>(() => NearestGroups.Find(clouds, options));

        Assert.Contains("The solver 'halving' returned", error.Message, StringComparison.Ordinal);
        Assert.Contains("compute the distances of all pairs", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, NearestGroups.Find(clouds, options with { Exhaustive = true }).Groups.Count);
    }

    [Fact]
    public void Refused_spaces_and_pairs_are_named()
    {
        FeatureCloud[] clouds = [new([0, 1, 2], 3, 1), new([0, 1, double.NaN], 3, 1), new([0, 1, 4], 3, 1)];
        string Message(ISpaceSource[] spaces, NearestGroupsOptions options) => Assert.Throws<GwSmmException>(() => NearestGroups.Find(spaces, options)).Message;

        Assert.Contains("Space 2 ('b'): Feature row 3", Message(clouds, new NearestGroupsOptions { Names = ["a", "b", "c"], Threads = 1 }), StringComparison.Ordinal);
        Assert.Contains("Space 2 ('2'): Feature row 3", Message(clouds, new NearestGroupsOptions { Threads = 1 }), StringComparison.Ordinal);
        Assert.Contains(
            "Spaces 1 ('a') and 2 ('c'): The rank is 10",
            Message([clouds[0], clouds[2]], new NearestGroupsOptions { Names = ["a", "c"], Solver = new LowRankGromovWassersteinSolver() }),
            StringComparison.Ordinal);
        Assert.Contains("2 spaces were given, but 1 names", Message([clouds[0], clouds[2]], new NearestGroupsOptions { Names = ["a"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_two_spaces_have_no_groups()
    {
        Assert.Empty(NearestGroups.Find([]).Groups);
        Assert.Empty(NearestGroups.Find([MetricMeasureSpace.FromCost([0], 1)]).Groups);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        void Refused(NearestGroupsOptions options) => Assert.ThrowsAny<ArgumentException>(() => NearestGroups.Find([], options));

        Refused(new NearestGroupsOptions { Threads = 0 });
        Refused(new NearestGroupsOptions { Count = 0 });
        Refused(new NearestGroupsOptions { MaxGroupSize = 1 });
        Refused(new NearestGroupsOptions { CacheBytes = -1 });
        Refused(new NearestGroupsOptions { Bounds = (LowerBounds)64 });
        Refused(new NearestGroupsOptions { Goal = (NearestGoal)2 });
        Refused(new NearestGroupsOptions { Linkage = (GroupLinkage)2 });
        Refused(new NearestGroupsOptions { Solver = null! });
        Refused(new NearestGroupsOptions { Goal = NearestGoal.Pairs, MaxGroupSize = 3 });
        Assert.Throws<ArgumentNullException>(() => NearestGroups.Find(null!));
    }

    [Fact]
    public void NearestGroupsOptions_Defaults()
    {
        var options = new NearestGroupsOptions();

        Assert.Equal(NearestGoal.DisjointGroups, options.Goal);
        Assert.Equal(int.MaxValue, options.Count);
        Assert.Equal(2, options.MaxGroupSize);
        Assert.Equal(GroupLinkage.Largest, options.Linkage);
        Assert.Null(options.Names);
        Assert.IsType<GromovWassersteinSolver>(options.Solver);
        Assert.Equal(LowerBounds.Cheap | LowerBounds.Third | LowerBounds.CentredThird, options.Bounds);
        Assert.False(options.Exhaustive);
        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Null(options.ResumeFile);
        Assert.Equal(1L << 30, options.CacheBytes);
    }

    // Clustered: clouds k, k + clusters, ... are the same points, turned, shifted and slightly moved. Duplicates: some are the very same.
    private static FeatureCloud[] Clouds(Random random, int count, int points, bool clustered, bool duplicates, int clusters = 8)
    {
        var bases = Enumerable.Range(0, clustered ? clusters : count).Select(_ => Instances.Features(random, points, 2)).ToArray();
        var clouds = new FeatureCloud[count];
        for (var k = 0; k < count; k++)
        {
            if (duplicates && k > 0 && random.Next(2) == 0)
            {
                clouds[k] = clouds[random.Next(k)];
                continue;
            }

            var from = bases[k % bases.Length];
            var (sin, cos) = Math.SinCos(random.NextDouble() * 6);
            double Noise() => clustered ? 0.02 * (random.NextDouble() - 0.5) : 0;
            clouds[k] = new FeatureCloud(
                [.. Enumerable.Range(0, points).SelectMany(i => new[]
                {
                    (cos * from[2 * i]) - (sin * from[(2 * i) + 1]) + Noise(),
                    (sin * from[2 * i]) + (cos * from[(2 * i) + 1]) + Noise(),
                })],
                points,
                2);
        }

        return clouds;
    }

    [Fact]
    public void A_solver_of_other_plans_is_for_exhaustive_searches_only()
    {
        var clouds = Clouds(new Random(2), 5, 8, clustered: false, duplicates: false);
        IGromovWassersteinSolver[] solvers =
        [
            new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.5 }),
            new MultiStartSolver(new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.5 })),
            new RobustAlignment(),
            new FeatureSelectionSolver(),
        ];

        Assert.All(solvers, solver =>
        {
            var options = new NearestGroupsOptions { Solver = solver, Threads = 1 };
            Assert.Contains($"'{solver.Name}'", Assert.Throws<ArgumentException>(() => NearestGroups.Find(clouds, options)).Message, StringComparison.Ordinal);
            Assert.Equal(2, NearestGroups.Find(clouds, options with { Exhaustive = true }).Groups.Count);
        });
    }

    private sealed class Recorder(Action<NearestGroupsProgress> report) : IProgress<NearestGroupsProgress>
    {
        public void Report(NearestGroupsProgress value) => report(value);
    }

    private sealed class HalvingSolver : IGromovWassersteinSolver
    {
        private static readonly GromovWassersteinSolver Inner = new();

        public string Name => "halving";

        public string Description => Name;

        public bool GivesCouplings => true;

        public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
        {
            var result = Inner.Solve(problem, cancellationToken);
            return new GromovWassersteinResult(problem, Name, 0.01 * result.Value, () => result.Plan, result.CostTrace, result.Stop);
        }
    }
}
