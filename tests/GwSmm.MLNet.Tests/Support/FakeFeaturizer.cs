namespace GwSmm.MLNet.Tests;

/// <summary>Features are the length of a text and its number of letters 'a'; remembers every call.</summary>
internal sealed class FakeFeaturizer : ITextFeaturizer
{
    private readonly List<int> _batches = [];

    public int FeatureCount => 2;

    public int MaxTokens => 128;

    public TextLosses Losses { get; private set; }

    public IReadOnlyList<int> Batches => _batches;

    public float[] Encode(IReadOnlyList<string> texts)
    {
        lock (_batches)
        {
            _batches.Add(texts.Count);
        }

        Losses += new TextLosses(texts.Count(text => text.Length > 1000), texts.Sum(text => text.Split(' ').Count(word => word.Length > 500)));
        return [.. texts.SelectMany(text => new[] { text.Length, (float)text.Count(c => c == 'a') })];
    }
}
