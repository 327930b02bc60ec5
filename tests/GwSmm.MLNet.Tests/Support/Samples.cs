using GwSmm.Encoders;

namespace GwSmm.MLNet.Tests;

/// <summary>Heads and scorers that are quick to build and easy to reckon with.</summary>
internal static class Samples
{
    /// <summary>Predicts by the share of 'a': the last class for texts full of them.</summary>
    public static ScoringHead Head(params string[] labels)
    {
        var weight = new float[labels.Length * 2];
        var bias = new float[labels.Length];
        for (var label = 0; label < labels.Length; label++)
        {
            weight[(label * 2) + 1] = label;
            bias[label] = -label * (label + 1) / 2f;
        }

        return new ScoringHead(HeadKind.MultiClass, labels, weight, bias);
    }

    public static ScoringHead LabelsHead(params string[] labels)
    {
        var weight = new float[labels.Length * 2];
        var bias = new float[labels.Length];
        for (var label = 0; label < labels.Length; label++)
        {
            weight[(label * 2) + 1] = 1;
            bias[label] = -label - 0.5f;
        }

        return new ScoringHead(HeadKind.MultiLabel, labels, weight, bias);
    }

    /// <summary>Q1 and Q2 share an encoder, Q3 has its own.</summary>
    public static MultiHeadScorer Scorer(FakeFeaturizer first, FakeFeaturizer second, IList<TextLosses>? losses = null) => new(
        [
            new ItemGroup(first, [new ItemHead("Q1", Head("0", "1", "2")), new ItemHead("Q2", Head("0", "2"))]),
            new ItemGroup(second, [new ItemHead("Q3", Head("1", "3"))]),
        ],
        ["Q1", "Q2", "Q3"],
        "Text",
        "Item",
        ["0", "1", "2", "3"],
        (lost, _) => losses?.Add(lost));

    public static IReadOnlyList<ManyTypes> Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new ManyTypes
    {
        Item = $"Q{(i % 3) + 1}",
        Text = string.Concat(Enumerable.Repeat("ab ", (i % 7) + 1)),
        Number = i * 0.5f,
        Large = i * 10_000_000_000L,
        Flag = i % 2 == 0,
        Key = (uint)(i % 5),
        Time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i),
        Fixed = [i, i + 1, i + 2],
        Ragged = [.. Enumerable.Range(0, i % 4).Select(k => (double)k)],
        Words = ["w" + i, string.Empty],
    })];
}
