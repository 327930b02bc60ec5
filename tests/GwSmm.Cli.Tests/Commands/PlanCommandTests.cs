namespace GwSmm.Cli.Tests;

public sealed class PlanCommandTests : IDisposable
{
    // Published with the GW-SMM paper (arXiv 2503.09774).
    private const string PaperSimilarity =
        """
        1,.97,.43,.76,.49,.67,.74,.97,0
        .97,1,.55,.80,.47,.74,.82,.99,.21
        .43,.55,1,.71,.36,.87,.71,.66,.78
        .76,.80,.71,1,.50,.86,.93,.79,.42
        .49,.47,.36,.50,1,.53,.47,.49,.10
        .67,.74,.87,.86,.53,1,.89,.72,.68
        .74,.82,.71,.93,.47,.89,1,.81,.41
        .97,.99,.66,.79,.49,.72,.81,1,.17
        0,.21,.78,.42,.10,.68,.41,.17,1
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("5", """{"groups":[["1","2","8"],["3"],["4","6","7"],["5"],["9"]]}""")]
    [InlineData("4", """{"groups":[["1","2","8"],["3","9"],["4","6","7"],["5"]]}""")]
    public void Average_linkage_on_the_published_similarities(string clusters, string expected)
    {
        var result = Command.Run("plan", "--similarity", _directory.Write("s.csv", PaperSimilarity), "--linkage", "average", "--clusters", clusters);

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Equal(expected, result.Output.Trim());
    }

    [Fact]
    public void Pairs_by_name_and_a_plan_file()
    {
        var distances = _directory.Write("d.csv", "0,1,9\n1,0,9\n9,9,0\n");
        var plan = _directory.PathTo("plan.json");

        var result = Command.Run("plan", "--distances", distances, "--names", "a,b,c", "--max-group", "2", "--out", plan);

        Assert.Equal("""{"groups":[["a","b"],["c"]]}""", result.Output.Trim());
        Assert.Equal([["a", "b"], ["c"]], Merging.MergePlan.Load(plan).Groups);
    }

    [Fact]
    public void Threshold_joins_what_is_near() =>
        Assert.Equal(
            """{"groups":[["1","2"],["3"]]}""",
            Command.Run("plan", "--distances", _directory.Write("d.csv", "0,1,9\n1,0,9\n9,9,0\n"), "--threshold", "2").Output.Trim());

    [Theory]
    [InlineData("0,1\n1,0\n2,2\n", "d.csv", "square")]
    [InlineData("0,1\n2,0\n", "d.csv", "symmetric")]
    [InlineData("0,-1\n-1,0\n", "d.csv", "negative")]
    [InlineData("0,NaN\nNaN,0\n", "d.csv", "NaN")]
    [InlineData("0,x\nx,0\n", "d.csv", "'x'")]
    public void Refuses_matrices(string matrix, params string[] words) =>
        Command.Refuses(["plan", "--distances", _directory.Write("d.csv", matrix), "--max-group", "2"], words);

    [Fact]
    public void Refuses_wrong_names()
    {
        var distances = _directory.Write("d.csv", "0,1\n1,0\n");

        Command.Refuses(["plan", "--distances", distances, "--names", "a", "--max-group", "2"], "2 rows", "1 names");
        Command.Refuses(["plan", "--distances", distances, "--names", "a,a", "--max-group", "2"], "'a'", "distinct");
    }

    [Fact]
    public void Refuses_contradicting_or_missing_rules()
    {
        var distances = _directory.Write("d.csv", "0,1\n1,0\n");

        Command.Refuses(["plan", "--distances", distances], "--clusters", "--max-group");
        Command.Refuses(["plan", "--distances", distances, "--max-group", "2", "--clusters", "1"], "give one of them");
        Command.Refuses(["plan", "--distances", distances, "--linkage", "average"], "--clusters");
        Command.Refuses(["plan", "--distances", distances, "--clusters", "3"], "3 clusters", "2 items");
        Command.Refuses(["plan", "--distances", distances, "--similarity", distances, "--max-group", "2"], "either --distances or --similarity");
    }
}
