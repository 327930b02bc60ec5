namespace GwSmm.Cli.Tests;

/// <summary>A few responses to three items: enough to train on for a moment.</summary>
internal static class SmallData
{
    public static string Train { get; } = Create(0, 12);

    public static string Test { get; } = Create(100, 5);

    /// <summary>The arguments of a run that takes a second or two.</summary>
    public static string[] Run(TemporaryDirectory directory, string output, params string[] more) =>
    [
        "run", "--train", directory.Write("train.tsv", Train), "--test", directory.Write("test.tsv", Test), "--base", "tiny", "--epochs", "1",
        "--max-tokens", "16", "--max-group", "2", "--threads", "1", "--out", directory.PathTo(output), .. more,
    ];

    /// <summary>The same with a plan file instead of pairs.</summary>
    public static string[] RunWithPlan(TemporaryDirectory directory, string output, string plan) => With(Run(directory, output), "--max-group", plan, "--plan");

    /// <summary>The same with one option changed or added.</summary>
    public static string[] With(string[] args, string option, string value, string? renamed = null)
    {
        var at = Array.IndexOf(args, option);
        return at < 0 ? [.. args, option, value] : [.. args[..at], renamed ?? option, value, .. args[(at + 2)..]];
    }

    private static string Create(int first, int rows)
    {
        var lines = new List<string> { "Item\tText\tLabel" };
        foreach (var item in new[] { "A", "B", "C" })
        {
            for (var i = first; i < first + rows; i++)
            {
                lines.Add($"{item}\t{(i % 2 == 0 ? "the plant takes in light" : "no idea at all")} {item} word{i}\t{i % 2}");
            }
        }

        return string.Join('\n', lines) + "\n";
    }
}
