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

    /// <summary>Says what a pass has lost.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="maxTokens">What texts were cut to.</param>
    /// <param name="maxWordLength">The longest word that is spelt.</param>
    public void Lost(TextLosses losses, int maxTokens, int maxWordLength)
    {
        if (losses.TruncatedTexts > 0)
        {
            Warning("Scoring", $"{losses.TruncatedTexts} {(losses.TruncatedTexts == 1 ? "text was" : "texts were")} longer than {maxTokens} tokens and cut.");
        }

        if (losses.OverlongWords > 0)
        {
            Warning("Scoring", $"{losses.OverlongWords} {(losses.OverlongWords == 1 ? "word was" : "words were")} longer than {maxWordLength} characters and became one unknown token each.");
        }
    }
}
