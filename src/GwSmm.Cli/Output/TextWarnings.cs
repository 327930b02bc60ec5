namespace GwSmm.Cli;

/// <summary>Tells what could not be read of texts.</summary>
internal static class TextWarnings
{
    /// <summary>Warns where texts were cut.</summary>
    /// <param name="count">How many.</param>
    /// <param name="maxTokens">What they were cut to.</param>
    /// <param name="reporter">Takes the warning.</param>
    public static void Truncated(long count, int maxTokens, Reporter reporter)
    {
        if (count > 0)
        {
            reporter.Warning($"{count} {(count == 1 ? "response was" : "responses were")} longer than {maxTokens} tokens and cut; raise --max-tokens to keep more of them.");
        }
    }

    /// <summary>Warns where words became the unknown token because of their length.</summary>
    /// <param name="count">How many.</param>
    /// <param name="maxWordLength">The longest word that is spelt.</param>
    /// <param name="reporter">Takes the warning.</param>
    public static void Overlong(long count, int maxWordLength, Reporter reporter)
    {
        if (count > 0)
        {
            reporter.Warning($"{count} {(count == 1 ? "word was" : "words were")} longer than {maxWordLength} characters and became one unknown token each; look for missing spaces.");
        }
    }
}
