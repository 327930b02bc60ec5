namespace GwSmm.Cli.Tests;

public class CommandHostTests
{
    [Theory]
    [InlineData("no-such-command")]
    [InlineData("plan", "--no-such-option")]
    [InlineData("distances", "a.csv", "b.csv")]
    [InlineData("distances", "a.csv", "b.csv", "--out", "d.csv", "--metric", "manhattan")]
    [InlineData("plan", "--clusters", "two")]
    public void Wrong_usage_is_bad_input(params string[] args) => Command.Refuses(args, "gwsmm: ", "--help");

    [Fact]
    public void Help_and_version_are_success()
    {
        Assert.Contains("distances", Command.Run("--help").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, Command.Run("--version").ExitCode);
    }

    [Fact]
    public void No_command_is_bad_input() => Command.Refuses([], "gwsmm: ", "--help");
}
