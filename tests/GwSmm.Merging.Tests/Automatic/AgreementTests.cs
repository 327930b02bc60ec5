using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class AgreementTests
{
    private static readonly AutoMergeOptions Options = new() { Resamples = 400 };

    [Fact]
    public void Classes_that_are_numbers_are_scored_by_kappa_and_others_by_accuracy()
    {
        var numbers = Item(["0", "1", "2", "2"], ["0", "1", "2"]);
        var names = Item(["bad", "fair", "good", "good"], ["bad", "fair", "good"]);
        var predicted = new Predictions([0, 1, 2, 1], []);

        // Weights 1 and 4: observed 1; expected from the marginals (1, 1, 2) and (1, 2, 1): (2*1 + 1*4 + 1*1 + 1*1 + 2*4 + 2*2*1) / 4 = 5.
        Assert.Equal(0.8, numbers.Score(predicted), 12);
        Assert.Equal(0.75, names.Score(predicted), 12);
    }

    [Fact]
    public void Several_labels_are_scored_by_micro_f1_in_the_order_of_the_head()
    {
        var head = new ScoringHead(HeadKind.MultiLabel, ["y", "x"], new float[2], new float[2]);
        var item = new Agreement(head, ResponseSet.MultiLabel("1", ["a", "b"], ["x", "y"], [true, false, true, true]));

        // Actual in the order y, x: (no, yes), (yes, yes); predicted: (yes, yes), (yes, no). Two hits, three and three positives.
        Assert.Equal(2.0 / 3, item.Score(new Predictions([], [true, true, true, false])), 12);
    }

    [Fact]
    public void Equal_predictions_keep_everything_with_certainty()
    {
        var item = Item(["0", "1", "2", "2", "1"], ["0", "1", "2"]);
        var predicted = new Predictions([0, 1, 1, 2, 0], []);
        Assert.Equal((1.0, 1.0), item.Compare(predicted, predicted, Options, new DeterministicRandom(1)));
    }

    [Fact]
    public void The_same_share_on_more_responses_has_the_higher_bound()
    {
        var (few, many) = (Share(40), Share(4000));
        Assert.Equal(few.Retention, many.Retention, 12);
        Assert.True(few.LowerBound < many.LowerBound, $"{few.LowerBound} and {many.LowerBound}");
        Assert.True(many.LowerBound < many.Retention, $"{many.LowerBound} and {many.Retention}");

        // Of the responses that the baseline scores right (9 of 10), one in nine is lost: 8/9 of the accuracy, and less of kappa.
        Assert.InRange(many.Retention, 0.6, 8.0 / 9);

        static (double Retention, double LowerBound) Share(int count)
        {
            int[] actual = [.. Enumerable.Range(0, count).Select(i => i % 2)];
            int[] baseline = [.. actual.Select((label, i) => i % 10 == 0 ? 1 - label : label)];
            int[] candidate = [.. baseline.Select((label, i) => i % 10 == 1 ? 1 - label : label)];
            return Item([.. actual.Select(label => label == 0 ? "0" : "1")], ["0", "1"]).Compare(new Predictions(baseline, []), new Predictions(candidate, []), Options, new DeterministicRandom(3));
        }
    }

    [Fact]
    public void The_bound_is_a_function_of_the_seed()
    {
        var item = Item(["0", "1", "0", "1", "1", "0"], ["0", "1"]);
        var (baseline, candidate) = (new Predictions([0, 1, 0, 1, 1, 0], []), new Predictions([0, 1, 0, 1, 0, 0], []));
        Assert.Equal(item.Compare(baseline, candidate, Options, new DeterministicRandom(5)), item.Compare(baseline, candidate, Options, new DeterministicRandom(5)));
    }

    [Fact]
    public void Where_the_baseline_agrees_no_better_than_chance_the_difference_counts()
    {
        var item = Item(["0", "1", "0", "1"], ["0", "1"]);
        var (retention, _) = item.Compare(new Predictions([0, 0, 0, 0], []), new Predictions([0, 1, 0, 1], []), Options, new DeterministicRandom(1));
        Assert.Equal(2, retention, 12);
    }

    [Theory]
    [InlineData(34)]
    [InlineData(77)]
    [InlineData(199)]
    public void Equal_predictions_keep_everything_however_low_the_baseline(int count)
    {
        // One of so many is right: an accuracy a, below 0.05, for which (1 + a) - a is not 1 in floating point.
        var item = Item([.. Enumerable.Range(0, count).Select(i => i == 0 ? "good" : "bad")], ["bad", "good"]);
        var predicted = new Predictions([.. Enumerable.Repeat(1, count)], []);
        Assert.Equal(1.0 / count, item.Score(predicted), 12);
        Assert.Equal((1.0, 1.0), item.Compare(predicted, predicted, Options, new DeterministicRandom(1)));
    }

    [Fact]
    public void A_label_that_the_head_has_not_is_refused()
    {
        var error = Assert.Throws<GwSmmException>(() => Item(["0", "3"], ["0", "1"]));
        Assert.Contains("'3'", error.Message, StringComparison.Ordinal);
    }

    private static Agreement Item(string[] actual, string[] labels) => new(
        new ScoringHead(HeadKind.MultiClass, labels, new float[labels.Length], new float[labels.Length]),
        ResponseSet.MultiClass("1", [.. actual.Select((_, i) => $"text {i}")], actual));
}
