namespace GwSmm.Encoders.Tests;

public class HeadPredictorTests
{
    private static readonly ScoringHead MultiClass = new(HeadKind.MultiClass, ["0", "1", "2"], [1, 0, 0, 1, -1, -1], [0, 0.5f, 0]);
    private static readonly ScoringHead MultiLabel = new(HeadKind.MultiLabel, ["x", "y"], [1, 0, 0, 1], [0, -1], [0.5f, 0.9f]);

    [Fact]
    public void LogitsAreAffine() => Assert.Equal([2, 3.5f, -5, -1, 0.5f, 1], HeadPredictor.Logits(MultiClass, [2, 3, -1, 0]));

    [Fact]
    public void SoftmaxSumsToOneEvenForHugeLogits()
    {
        var probabilities = HeadPredictor.Probabilities(MultiClass, [2, 3, 1e6f, 3e30f]);
        Assert.Equal(Math.Exp(3.5) / (Math.Exp(2) + Math.Exp(3.5) + Math.Exp(-5)), probabilities[1], 1e-6);
        Assert.Equal(1, probabilities[..3].Sum(), 1e-6f);
        Assert.Equal([0, 1, 0], probabilities[3..]);
    }

    [Fact]
    public void ClassIsTheMostProbableAndTheFirstOfEquals()
    {
        Assert.Equal([1, 2, 0], HeadPredictor.Classes(MultiClass, [2, 3, -1, -2, 0.5f, 0]));
        Assert.Throws<ArgumentException>(() => HeadPredictor.Classes(MultiLabel, [1, 2]));
    }

    [Fact]
    public void Cut_points_decide_by_the_expected_score()
    {
        // Probabilities 1/3 each: the expected score is 5/3.
        ScoringHead Cut(params float[] cutPoints) => new(HeadKind.MultiClass, ["0", "1", "4"], new float[6], new float[3], null, cutPoints);
        Assert.Equal([0], HeadPredictor.Classes(Cut(1.7f, 3), [1, 1]));
        Assert.Equal([1], HeadPredictor.Classes(Cut(1.6f, 3), [1, 1]));
        Assert.Equal([2], HeadPredictor.Classes(Cut(1.6f, 1.6f), [1, 1]));
        Assert.Equal(1, HeadPredictor.ClassOf(Cut(0.5f, 2), [0.5f, 0.5f, 0]));
        Assert.Equal(0, HeadPredictor.ClassOf(Cut(0.6f, 2), [0.5f, 0.5f, 0]));
        Assert.Throws<ArgumentException>(() => HeadPredictor.ClassOf(Cut(0, 1), [1, 0]));
    }

    [Fact]
    public void Cut_points_must_fit_their_labels()
    {
        void Refused(string expected, HeadKind kind, string[] labels, params float[] cutPoints) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new ScoringHead(kind, labels, new float[labels.Length], new float[labels.Length], null, cutPoints)).Message, StringComparison.Ordinal);
        Refused("labels are ascending numbers", HeadKind.MultiClass, ["a", "b"], 1);
        Refused("labels are ascending numbers", HeadKind.MultiClass, ["2", "1"], 1);
        Refused("labels are ascending numbers", HeadKind.MultiLabel, ["1", "2"], 1);
        Refused("expected 1 finite numbers", HeadKind.MultiClass, ["1", "2"], 1, 2);
        Refused("expected 2 finite numbers", HeadKind.MultiClass, ["1", "2", "3"], 2, 1);
        Refused("expected 1 finite numbers", HeadKind.MultiClass, ["1", "2"], float.NaN);
    }

    [Fact]
    public void FlagsReachTheirThresholds()
    {
        Assert.Equal(1 / (1 + Math.Exp(-2)), HeadPredictor.Probabilities(MultiLabel, [0, 3])[1], 1e-6);
        Assert.Equal([true, false, false, true], HeadPredictor.Flags(MultiLabel, [0, 3, -0.1f, 4]));
        Assert.Throws<ArgumentException>(() => HeadPredictor.Flags(MultiClass, [1, 2]));
    }

    [Fact]
    public void RowsMustFit() => Assert.Throws<ArgumentException>(() => HeadPredictor.Logits(MultiClass, [1, 2, 3]));
}
