using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Writes lines to <c>MLContext.Log</c>. Thread-safe.</summary>
internal sealed class StageLog
{
    private readonly IHost _host;
    private readonly Lock _lock = new();

    /// <summary>Registers the source <c>GwSmm</c>.</summary>
    public StageLog(IHostEnvironment environment) => _host = environment.Register("GwSmm");

    /// <summary>Random numbers that follow from the seed of the <c>MLContext</c>.</summary>
    public Random Random => _host.Rand;

    /// <summary>A line of information.</summary>
    public void Info(string channel, string message)
    {
        lock (_lock)
        {
            using var pipe = _host.Start(channel);
            pipe.Info(MessageSensitivity.None, message);
        }
    }

    /// <summary>A warning.</summary>
    public void Warning(string channel, string message)
    {
        lock (_lock)
        {
            using var pipe = _host.Start(channel);
            pipe.Warning(MessageSensitivity.None, message);
        }
    }

    /// <summary>Says how many texts a pass has cut.</summary>
    public void Truncated(long count, int maxTokens) => Warning(
        "Scoring", $"{count} {(count == 1 ? "text was" : "texts were")} longer than {maxTokens} tokens and cut.");
}
