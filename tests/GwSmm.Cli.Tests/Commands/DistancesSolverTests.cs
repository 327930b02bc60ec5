using System.Text.Json;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli.Tests;

public sealed class DistancesSolverTests : IDisposable
{
    private const int Rows = 12;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Solvers => [.. SolverChoice.All.Select(choice => choice.Name)];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Every_solver_gives_distances_of_finite_numbers(string solver)
    {
        string[] metric = string.Equals(solver, "gaussian", StringComparison.Ordinal) ? ["--metric", "squared-euclidean"] : [];
        var json = Run(solver, ["--normalize", "max", "--solver", solver, .. metric, "--json"], out var matrix);

        Assert.StartsWith(solver switch { "exact" => "conditional-gradient", "proximal" => "entropic", _ => solver }, json.GetProperty("solver").GetString(), StringComparison.Ordinal);
        Assert.Equal(9, matrix.Length);
        Assert.All(matrix, value => Assert.True(double.IsFinite(value) && value >= 0));
        Assert.InRange(json.GetProperty("meanRelativeGap").GetDouble(), 0, 1);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("tlb")]
    [InlineData("best")]
    public void A_start_is_named_in_the_description(string start)
    {
        var json = Run(start, ["--start", start, "--json"], out var matrix);
        Run("product", ["--json"], out var product);

        Assert.StartsWith("multi-start", json.GetProperty("solver").GetString(), StringComparison.Ordinal);
        if (string.Equals(start, "best", StringComparison.Ordinal))
        {
            Assert.All(matrix.Zip(product), pair => Assert.True(pair.First <= pair.Second));
        }
    }

    [Fact]
    public void More_bounds_leave_smaller_gaps()
    {
        var none = Run("none", ["--bounds", "none", "--json"], out var first).GetProperty("meanRelativeGap").GetDouble();
        var all = Run("all", ["--bounds", "all", "--json"], out var second).GetProperty("meanRelativeGap").GetDouble();

        Assert.Equal(first, second);
        Assert.Equal(1, none);
        Assert.InRange(all, 0, 0.9);
    }

    [Fact]
    public void Fused_distances_lie_between_features_and_structure()
    {
        Run("structure", ["--alpha", "1", "--json"], out var structure);
        Run("plain", ["--json"], out var plain);
        Run("features", ["--alpha", "0", "--json"], out var features);

        Assert.Equal(plain, structure);
        Assert.NotEqual(plain, features);
    }

    [Theory]
    [InlineData("--mass", "0.5", "--mass does nothing with --solver exact", "--solver partial", "--solver robust")]
    [InlineData("--epsilon", "0.1", "--epsilon does nothing with --solver exact", "--solver entropic")]
    public void An_option_of_another_solver_is_refused(string option, string value, params string[] words) =>
        Command.Refuses(["distances", Features("a.csv", 0), Features("b.csv", 1), option, value, "--out", _directory.PathTo("d.csv")], words);

    [Theory]
    [InlineData("partial", "--mass", "0")]
    [InlineData("partial", "--mass", "1.5")]
    [InlineData("partial", "--mass", "1E-08")]
    [InlineData("entropic-partial", "--mass", "1E-08")]
    [InlineData("low-rank", "--rank", "0")]
    [InlineData("entropic", "--epsilon", "0")]
    [InlineData("entropic", "--epsilon", "-1")]
    [InlineData("exact", "--alpha", "2")]
    [InlineData("robust", "--mass", "0.5")]
    [InlineData("robust", "--mass", "1.5")]
    [InlineData("partial", "--alpha", "1.5")]
    [InlineData("robust", "--alpha", "-1")]
    [InlineData("feature-selection", "--alpha", "1")]
    [InlineData("feature-selection", "--alpha", "-0.5")]
    public void A_number_out_of_range_is_refused(string solver, string option, string value) => Command.Refuses(
        ["distances", Features("a.csv", 0), Features("b.csv", 1), "--solver", solver, option, value, "--out", _directory.PathTo("d.csv")], [option, value]);

    [Theory]
    [InlineData("partial")]
    [InlineData("entropic-partial")]
    public void The_smallest_mass_is_taken(string solver) =>
        Run(solver, ["--normalize", "max", "--solver", solver, "--mass", "1e-6", "--json"], out _);

    [Theory]
    [InlineData("partial", "--start", "tlb")]
    [InlineData("gaussian", "--alpha", "0.5")]
    [InlineData("gaussian", "--start", "tlb")]
    [InlineData("robust", "--nearest", "1")]
    [InlineData("feature-selection", "--mass", "0.9")]
    [InlineData("feature-selection", "--nearest", "1")]
    public void What_a_solver_does_not_take_is_refused(string solver, string option, string value) => Command.Refuses(
        ["distances", Features("a.csv", 0), Features("b.csv", 1), "--solver", solver, option, value, "--out", _directory.PathTo("d.csv")], [$"{option} does nothing with --solver {solver}"]);

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Bounds_of_a_solver_can_be_left_out_or_made_better(string solver)
    {
        string[] options = ["--normalize", "max", "--metric", "squared-euclidean", "--solver", solver, "--json"];
        var none = Run("none", [.. options, "--bounds", "none"], out var first).GetProperty("meanRelativeGap").GetDouble();
        var all = Run("all", [.. options, "--bounds", "all"], out var second).GetProperty("meanRelativeGap").GetDouble();

        Assert.Equal(first, second);
        Assert.Equal(1, none);
        Assert.InRange(all, 0, 0.999);
    }

    [Theory]
    [InlineData("partial")]
    [InlineData("entropic-partial")]
    [InlineData("entropic-semi-relaxed")]
    public void Features_count_with_alpha(string solver)
    {
        string[] options = ["--normalize", "max", "--solver", solver, "--epsilon", "0.1"];
        options = solver.StartsWith("entropic", StringComparison.Ordinal) ? options : options[..4];
        Run("plain", [.. options, "--json"], out var plain);
        Run("fused", [.. options, "--alpha", "0.5", "--json"], out var fused);

        Assert.NotEqual(plain, fused);
    }

    [Fact]
    public void Robust_distances_trim_what_the_mass_leaves_out_or_choose_it()
    {
        var given = Run("given", ["--solver", "robust", "--mass", "0.9", "--json"], out _).GetProperty("solver").GetString()!;
        var chosen = Run("chosen", ["--solver", "robust", "--json"], out _).GetProperty("solver").GetString()!;

        Assert.Contains("\"Fraction\":0.0999999", given, StringComparison.Ordinal);
        Assert.Contains("\"Fraction\":null", chosen, StringComparison.Ordinal);
    }

    [Fact]
    public void Feature_selection_weighs_structure_by_alpha_itself()
    {
        var half = Run("half", ["--solver", "feature-selection", "--json"], out var first).GetProperty("solver").GetString()!;
        var less = Run("less", ["--solver", "feature-selection", "--alpha", "0.2", "--json"], out var second).GetProperty("solver").GetString()!;

        Assert.Contains("\"Alpha\":0.5", half, StringComparison.Ordinal);
        Assert.Contains("\"Alpha\":0.2", less, StringComparison.Ordinal);
        Assert.DoesNotContain("alpha 0.2", less, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Solvers_that_need_features_refuse_given_costs_and_other_metrics()
    {
        var (a, b) = (_directory.Write("a.csv", "0,1\n1,0\n"), _directory.Write("b.csv", "0,2\n2,0\n"));
        string[] args = ["distances", a, b, "--out", _directory.PathTo("d.csv"), "--solver"];

        Command.Refuses([.. args, "feature-selection", "--metric", "given"], "Spaces 1 ('a.csv') and 2 ('b.csv'): The source has costs but no features");
        Command.Refuses([.. args, "gaussian", "--metric", "given"], "The source costs are given, without features");
        Command.Refuses([.. args, "gaussian"], "The source costs are of the metric Euclidean", "squared Euclidean");
    }

    [Fact]
    public void A_rank_that_fits_few_rows_is_taken()
    {
        var (a, b) = (_directory.Write("a.csv", "0,1\n2,3\n5,1\n0,0\n"), _directory.Write("b.csv", "0,1\n2,2\n5,2\n1,0\n"));
        string[] args = ["distances", a, b, "--solver", "low-rank", "--json", "--out", _directory.PathTo("d.csv")];

        Command.Refuses(args, "Spaces 1 ('a.csv') and 2 ('b.csv'): The rank is 10, but the smaller space has 4 points");
        var result = Command.Run([.. args, "--rank", "3"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.Contains("\\u0022Rank\\u0022:3", result.Output.Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
        Command.Refuses(["distances", a, b, "--rank", "3", "--out", _directory.PathTo("d.csv")], "--rank does nothing with --solver exact", "--solver low-rank");
    }

    [Fact]
    public void A_pair_that_a_solver_refuses_is_named_without_names_of_classes()
    {
        var (a, b) = (_directory.Write("a.csv", "0,1\n2,0\n"), _directory.Write("b.csv", "0,1,3\n1,0,2\n3,2,0\n"));
        string[] args = ["distances", a, b, "--metric", "given", "--out", _directory.PathTo("d.csv")];

        Command.Refuses([.. args, "--start", "identity"], "Spaces 1 ('a.csv') and 2 ('b.csv'): The identity start", "2 points");
        Command.Refuses([.. args, "--solver", "low-rank", "--rank", "2"], "Spaces 1 ('a.csv') and 2 ('b.csv'): The source costs are not symmetric", "exact solver");
    }

    private JsonElement Run(string name, string[] options, out double[] matrix)
    {
        var output = _directory.PathTo(name + ".d.csv");
        var result = Command.Run(["distances", Features("a.csv", 0), Features("b.csv", 1), Features("c.csv", 2), .. options, "--out", output]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        matrix = MatrixCsv.Read(output).Values;
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private string Features(string name, int seed)
    {
        var random = new Random(seed);
        return _directory.Write(name, string.Concat(Enumerable.Range(0, Rows).Select(i => $"{random.NextDouble() + (i % 3)},{random.NextDouble()},{seed * random.NextDouble()}\n")));
    }
}
