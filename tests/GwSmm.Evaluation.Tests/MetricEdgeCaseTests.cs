using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Evaluation.Tests;

public class MetricEdgeCaseTests
{
    [Fact]
    public void Kappa_OneAndTheSameClassEverywhere_IsOne() => Assert.Equal(1, QuadraticWeightedKappa.Compute([2, 2, 2], [2, 2, 2], 4));

    [Fact]
    public void Kappa_ConstantPrediction_IsZero() => Assert.Equal(0, QuadraticWeightedKappa.Compute([0, 1, 2, 3], [1, 1, 1, 1], 4), 1e-12);

    [Fact]
    public void Kappa_TwoDifferentConstants_IsZero() => Assert.Equal(0, QuadraticWeightedKappa.Compute([0, 0], [3, 3], 4), 1e-12);

    [Fact]
    public void Kappa_OppositeOfBinary_IsMinusOne() => Assert.Equal(-1, QuadraticWeightedKappa.Compute([0, 1, 0, 1], [1, 0, 1, 0], 2), 1e-12);

    [Fact]
    public void Kappa_ScoresCountByTheirDistance()
    {
        // The same single slip, 1 for 2, weighs less where the scores are 0, 9, 10 than where they are 0, 1, 10.
        var near = QuadraticWeightedKappa.Compute([0, 1, 2], [0, 1, 1], [0.0, 9, 10]);
        var far = QuadraticWeightedKappa.Compute([0, 1, 2], [0, 1, 1], [0.0, 1, 10]);
        Assert.True(near > 0.9 && far < 0.3, $"{near} {far}");
    }

    [Fact]
    public void Kappa_UnchangedByShiftAndScaleOfScores()
    {
        var generator = Gen.Choose(0, 3).Two().ListOf().Where(list => list.Count > 0);
        var property = Prop.ForAll(generator.ToArbitrary(), pairs =>
        {
            int[] actual = [.. pairs.Select(pair => pair.Item1)];
            int[] predicted = [.. pairs.Select(pair => pair.Item2)];
            var plain = QuadraticWeightedKappa.Compute(actual, predicted, 4);
            var moved = QuadraticWeightedKappa.Compute(actual, predicted, [5.0, 8, 11, 14]);
            var swapped = QuadraticWeightedKappa.Compute(predicted, actual, 4);
            return Math.Abs(plain - moved) < 1e-12 && Math.Abs(plain - swapped) < 1e-12 && plain <= 1;
        });
        Check.One(Config.QuickThrowOnFailure.WithReplay(7, 3), property);
    }

    [Fact]
    public void MacroF1_LeavesOutClassesThatOccurNowhere()
    {
        var few = ClassificationMetrics.Compute([0, 1, 1], [0, 1, 0], 2);
        var many = ClassificationMetrics.Compute([0, 1, 1], [0, 1, 0], 9);
        Assert.Equal(2.0 / 3, few.MacroF1, 1e-12);
        Assert.Equal(few.MacroF1, many.MacroF1);
        Assert.True(double.IsNaN(many.ClassF1[5]));
    }

    [Fact]
    public void MacroF1_CountsAClassThatIsOnlyPredicted() => Assert.Equal(0.25 * 4 / 3, ClassificationMetrics.Compute([0, 0, 0, 0], [0, 0, 1, 1], 2).MacroF1, 1e-12);

    [Fact]
    public void Class_accuracy_is_that_of_one_class_against_the_rest() =>
        Assert.Equal([1, 0.5, 0.5], ClassificationMetrics.Compute([0, 1, 1, 2], [0, 1, 2, 1], 3).ClassAccuracy);

    [Fact]
    public void ConfusionMatrix_IsACopy()
    {
        var metrics = ClassificationMetrics.Compute([0], [0], 1);
        metrics.ConfusionMatrix[0] = 9;
        Assert.Equal([1], metrics.ConfusionMatrix);
    }

    [Fact]
    public void Lengths_MustAgree()
    {
        var error = Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([0, 1], [0], 2));
        Assert.Contains("2 actual and 1 predicted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_IsRefused()
    {
        Assert.Contains("no responses", Assert.Throws<ArgumentException>(() => ClassificationMetrics.Compute([], [], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("0 flags", Assert.Throws<ArgumentException>(() => MultiLabelMetrics.Compute([], [], 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0, "actual class at position 1 is 2")]
    [InlineData(0, -1, "predicted class at position 1 is -1")]
    public void ClassesOutOfRange_AreNamed(int actual, int predicted, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => QuadraticWeightedKappa.Compute([0, actual], [0, predicted], 2));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected 0 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kappa_RefusesScoresThatAreNotFinite()
    {
        var error = Assert.Throws<ArgumentException>(() => QuadraticWeightedKappa.Compute([0], [0], [double.NaN]));
        Assert.Contains("score of class 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MultiLabel_SizesMustFit()
    {
        Assert.Contains("3 flags", Assert.Throws<ArgumentException>(() => MultiLabelMetrics.Compute(new bool[3], new bool[3], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("4 actual and 2 predicted", Assert.Throws<ArgumentException>(() => MultiLabelMetrics.Compute(new bool[4], new bool[2], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiLabelMetrics.Compute(new bool[4], new bool[4], 0));
    }

    [Fact]
    public void MultiLabel_NoPositivesAnywhere_HasF1Zero()
    {
        var metrics = MultiLabelMetrics.Compute(new bool[4], new bool[4], 2);
        Assert.Equal((0, 0, 1, 1), (metrics.MicroF1, metrics.MacroF1, metrics.ExactMatch, metrics.MeanLabelAccuracy));
    }
}
