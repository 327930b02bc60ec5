using System.Text.Json;

namespace GwSmm.Cli.Tests;

public sealed class DistancesNearestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Bounds_find_the_groups_that_solving_every_pair_finds()
    {
        string[] files = [.. Enumerable.Range(0, 8).Select(Features)];

        var bounds = Run(files, "bounds.json", "--nearest", "3");
        var exhaustive = Run(files, "exhaustive.json", "--nearest", "3", "--exhaustive");

        Assert.Equal(exhaustive.GetProperty("groups").GetRawText(), bounds.GetProperty("groups").GetRawText());
        Assert.Equal((28, 28), (exhaustive.GetProperty("pairs").GetInt32(), exhaustive.GetProperty("solves").GetInt32()));
        Assert.InRange(bounds.GetProperty("solves").GetInt32(), 3, 27);
        var pairs = bounds.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("files").EnumerateArray().Select(file => Path.GetFileName(file.GetString()!)).ToArray());
        Assert.All(pairs, pair => Assert.Equal(2, pair.Length));
        Assert.Equal(["model-0.csv", "model-1.csv"], pairs.Single(pair => pair.Contains("model-0.csv", StringComparer.Ordinal)));
    }

    [Fact]
    public void Larger_groups_share_no_file()
    {
        var groups = Run([.. Enumerable.Range(0, 8).Select(Features)], "g.json", "--nearest", "2", "--max-group", "3").GetProperty("groups").EnumerateArray().ToArray();

        var files = groups.SelectMany(group => group.GetProperty("files").EnumerateArray().Select(file => file.GetString())).ToArray();
        Assert.Equal(6, files.Length);
        Assert.Equal(6, files.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_search_goes_on_from_the_pairs_of_another()
    {
        string[] files = [.. Enumerable.Range(0, 8).Select(Features)];
        var pairs = _directory.PathTo("n.pairs");
        var expected = Run(files, "expected.json", "--nearest", "4");
        var first = Run(files, "first.json", "--nearest", "1", "--resume", pairs);

        var found = Run(files, "found.json", "--nearest", "4", "--resume", pairs);

        Assert.Equal(expected.GetProperty("groups").GetRawText(), found.GetProperty("groups").GetRawText());
        Assert.Equal(first.GetProperty("solves").GetInt64(), found.GetProperty("resumed").GetInt64());
        Assert.Equal(0, Run(files, "found.json", "--nearest", "4", "--resume", pairs).GetProperty("solves").GetInt64());
        Assert.Equal(8, found.GetProperty("files").EnumerateArray().Count(file => file.GetProperty("sha256").GetString()!.Length == 64));
        Command.Refuses(["distances", .. files, "--nearest", "1", "--normalize", "max", "--resume", pairs, "--out", _directory.PathTo("g.json")], "belongs to another comparison");
    }

    [Theory]
    [InlineData("leave out --root", "--nearest", "2", "--root")]
    [InlineData("leave out --alpha", "--nearest", "2", "--alpha", "0.5")]
    [InlineData("--nearest must be at least 1", "--nearest", "0")]
    [InlineData("--max-group at least 2", "--nearest", "1", "--max-group", "1")]
    [InlineData("--max-group goes with --nearest", "--max-group", "3")]
    [InlineData("--nearest does nothing with --solver partial", "--nearest", "1", "--solver", "partial")]
    public void Options_that_do_not_fit_are_refused(string words, params string[] options) =>
        Command.Refuses(["distances", Features(0), Features(1), .. options, "--out", _directory.PathTo("g.json")], [words]);

    [Theory]
    [InlineData("exact")]
    [InlineData("entropic")]
    [InlineData("low-rank")]
    [InlineData("gaussian")]
    public void Bounds_are_for_the_search_and_not_for_the_solver(string solver)
    {
        var found = Run([.. Enumerable.Range(0, 4).Select(Features)], "g.json", "--nearest", "1", "--bounds", "all", "--normalize", "max", "--metric", "squared-euclidean", "--solver", solver);

        Assert.Equal("All", found.GetProperty("bounds").GetString());
        var description = found.GetProperty("solver").GetString()!;
        Assert.DoesNotContain("\"All\"", description, StringComparison.Ordinal);
        Assert.Contains("\"Bounds\":\"None\"", description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_which_no_space_can_be_made_is_named() => Command.Refuses(
        ["distances", Features(0), _directory.Write("zeros.csv", "0,0\n1,2\n"), "--metric", "cosine", "--nearest", "1", "--out", _directory.PathTo("g.json")],
        "Space 2 ('", "zeros.csv'): Feature row 1 is all zeros");

    private JsonElement Run(string[] files, string name, params string[] options)
    {
        var output = _directory.PathTo(name);
        var result = Command.Run(["distances", .. files, .. options, "--threads", "1", "--out", output]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return JsonDocument.Parse(File.ReadAllText(output)).RootElement;
    }

    // Models 2k and 2k + 1 see the same points, turned by a right angle and in reverse order, with little noise.
    private string Features(int model)
    {
        var points = new Random(model / 2);
        var noise = new Random(100 + model);
        var rows = Enumerable.Range(0, 10).Select(_ => (X: (1 + (model / 2)) * points.NextDouble(), Y: points.NextDouble() * points.Next(4))).ToArray();
        var turned = model % 2 == 0 ? rows : [.. rows.Select(row => (X: -row.Y, Y: row.X)).Reverse()];
        return _directory.Write($"model-{model}.csv", string.Concat(turned.Select(row => $"{row.X + (0.001 * noise.NextDouble())},{row.Y}\n")));
    }
}
