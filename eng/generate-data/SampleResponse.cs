namespace GwSmm.SampleData;

/// <summary>A response with the content it was made of.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Text">What the student wrote.</param>
/// <param name="Score">Key ideas less misconceptions, cut to the item's range.</param>
/// <param name="Ideas">Which of the three key ideas are present.</param>
/// <param name="Misconception">Whether a misconception is.</param>
internal sealed record SampleResponse(string Item, string Text, int Score, bool[] Ideas, bool Misconception)
{
    /// <summary>The score that follows from marks.</summary>
    public static int ScoreOf(bool[] ideas, bool misconception, int highest) => Math.Clamp(ideas.Count(idea => idea) - (misconception ? 1 : 0), 0, highest);

    /// <summary>The same response, rated by someone who gets that many per cent of the marks wrong.</summary>
    public SampleResponse Misrated(int percent, SplitMix rater, int highest)
    {
        var ideas = Array.ConvertAll(Ideas, idea => idea != rater.Chance(percent));
        var misconception = Misconception != rater.Chance(percent);
        return this with { Ideas = ideas, Misconception = misconception, Score = ScoreOf(ideas, misconception, highest) };
    }
}
