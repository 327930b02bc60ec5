namespace GwSmm.SampleData;

/// <summary>A response with the content it was made of.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Text">What the student wrote.</param>
/// <param name="Score">Key ideas less misconceptions, cut to the item's range.</param>
/// <param name="Ideas">Which of the three key ideas are present.</param>
/// <param name="Misconception">Whether a misconception is.</param>
internal sealed record SampleResponse(string Item, string Text, int Score, bool[] Ideas, bool Misconception);
