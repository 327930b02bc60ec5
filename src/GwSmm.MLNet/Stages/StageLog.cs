using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Writes lines to <c>MLContext.Log</c>. Thread-safe.</summary>
/// <param name="host">The source of the lines.</param>
internal sealed class StageLog(IHost host)
{
    private readonly Lock _lock = new();

    /// <summary>Random numbers that follow from the seed of the <c>MLContext</c>.</summary>
    public Random Random => host.Rand;

    /// <summary>A line of information.</summary>
    public void Info(string channel, string message)
    {
        lock (_lock)
        {
            using var pipe = host.Start(channel);
            pipe.Info(MessageSensitivity.None, message);
        }
    }

    /// <summary>A warning.</summary>
    public void Warning(string channel, string message)
    {
        lock (_lock)
        {
            using var pipe = host.Start(channel);
            pipe.Warning(MessageSensitivity.None, message);
        }
    }

    /// <summary>Says how many texts a pass has cut.</summary>
    public void Truncated(long count, int maxTokens) => Warning(
        "Scoring", $"{count} {(count == 1 ? "text was" : "texts were")} longer than {maxTokens} tokens and cut.");
}
