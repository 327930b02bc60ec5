namespace GwSmm.Cli.Tests;

/// <summary>A merged model that several tests read.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TrainedModel()
    {
        var result = Command.Run(SmallData.Run(_directory, "out"));
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Zip = _directory.PathTo("out/merged.zip");
        TestFile = _directory.PathTo("test.tsv");
    }

    public string Zip { get; }

    public string TestFile { get; }

    internal RunReport Report => RunReport.Load(_directory.PathTo("out/metrics.json"));

    public void Dispose() => _directory.Dispose();
}
