namespace GwSmm.Encoders.Tests;

public class ValidationScoreTests
{
    [Fact]
    public void KappaOfAKnownTable()
    {
        // Actual 0 0 1 2, predicted 0 1 1 0: squared distances 0 + 1 + 0 + 4.
        var score = Score(["0", "0", "1", "2"], [0, 1, 1, 0]);
        Assert.Equal(0.5, score.Accuracy);
        Assert.Equal(1 - (5.0 / Expected([2, 1, 1], [2, 2, 0], 4)), score.Kappa!.Value, 1e-12);
    }

    [Fact]
    public void KappaIsOneForPerfectAndZeroForConstantPredictions()
    {
        Assert.Equal(1, Score(["0", "1", "2"], [0, 1, 2]).Kappa);
        Assert.Equal(0, Score(["0", "1", "2"], [1, 1, 1]).Kappa);
    }

    [Fact]
    public void WordsAreJudgedByAccuracyAndEqualsByLoss()
    {
        var half = Score(["no", "yes"], [0, 0]);
        Assert.Null(half.Kappa);
        Assert.True(Score(["no", "yes"], [0, 1]).IsBetterThan(Epoch(half)));
        Assert.False(half.IsBetterThan(Epoch(Score(["no", "yes"], [0, 1]))));
        Assert.True(Score(["no", "yes"], [0, 0], 0.5f).IsBetterThan(Epoch(half)));
        Assert.False(half.IsBetterThan(Epoch(half)));
    }

    private static EpochProgress Epoch(ValidationScore score) => new("Q", 1, 1, 0, score.Loss, score.Accuracy, true) { ValidationKappa = score.Kappa };

    private static double Expected(int[] rows, int[] columns, int count) =>
        rows.SelectMany((row, i) => columns.Select((column, j) => (i - j) * (i - j) * row * column / (double)count)).Sum();

    private static ValidationScore Score(string[] labels, int[] predictions, float logit = 1)
    {
        var examples = new TrainingExamples([.. labels.Select(_ => new[] { 1 })], ResponseSet.MultiClass("Q", labels, labels));
        var logits = new float[labels.Length * examples.Labels];
        for (var i = 0; i < labels.Length; i++)
        {
            logits[(i * examples.Labels) + predictions[i]] = logit;
        }

        var score = new ValidationScore(examples);
        score.Add([.. Enumerable.Range(0, labels.Length)], logits);
        return score;
    }
}
