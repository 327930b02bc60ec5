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
    public void FlagsReachTheirThresholds()
    {
        Assert.Equal(1 / (1 + Math.Exp(-2)), HeadPredictor.Probabilities(MultiLabel, [0, 3])[1], 1e-6);
        Assert.Equal([true, false, false, true], HeadPredictor.Flags(MultiLabel, [0, 3, -0.1f, 4]));
        Assert.Throws<ArgumentException>(() => HeadPredictor.Flags(MultiClass, [1, 2]));
    }

    [Fact]
    public void RowsMustFit() => Assert.Throws<ArgumentException>(() => HeadPredictor.Logits(MultiClass, [1, 2, 3]));
}
