using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class TemperatureScalingTests
{
    private static readonly System.Text.Json.JsonElement Cases = Golden.Load("temperature.json");

    [Fact]
    public void Temperatures_of_classes_equal_scipys()
    {
        foreach (var golden in Cases.GetProperty("classes").EnumerateArray())
        {
            var found = TemperatureScaling.OfClasses(golden.Doubles("logits"), golden.Integers("actual"), golden.GetProperty("classes").GetInt32());
            Assert.Equal(golden.GetProperty("temperature").GetDouble(), found, 1e-6 * found);
        }
    }

    [Fact]
    public void Temperatures_of_labels_equal_scipys()
    {
        foreach (var golden in Cases.GetProperty("labels").EnumerateArray())
        {
            var found = TemperatureScaling.OfLabels(golden.Doubles("logits"), Array.ConvertAll(golden.Integers("actual"), a => a == 1));
            Assert.Equal(golden.GetProperty("temperature").GetDouble(), found, 1e-6 * found);
        }
    }

    [Fact]
    public void Predictions_that_are_all_right_or_all_wrong_reach_the_limits()
    {
        Assert.Equal(TemperatureScaling.Minimum, TemperatureScaling.OfClasses([1, 0, 0, 1], [0, 1], 2));
        Assert.Equal(TemperatureScaling.Maximum, TemperatureScaling.OfClasses([0, 1, 1, 0], [0, 1], 2));
        Assert.Equal(TemperatureScaling.Minimum, TemperatureScaling.OfLabels([2, -1], [true, false]));
    }

    [Fact]
    public void Logits_that_say_nothing_keep_the_temperature() => Assert.Equal(1, TemperatureScaling.OfClasses([3, 3, 3, 3], [0, 1], 2));

    [Fact]
    public void A_temperature_goes_into_weights_and_biases_exactly()
    {
        var head = new ScoringHead(HeadKind.MultiClass, ["0", "1"], [2, -4, 6, 8], [1, -3], null, [0.25f]);
        var scaled = TemperatureScaling.Apply(head, 2);
        Assert.Equal(HeadPredictor.Logits(head, [3, 5]).Select(logit => logit / 2), HeadPredictor.Logits(scaled, [3, 5]));
        Assert.Equal([0.25f], scaled.CutPoints);
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperatureScaling.Apply(head, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperatureScaling.Apply(head, double.NaN));
    }

    [Fact]
    public void Bad_logits_and_classes_are_named()
    {
        Assert.Contains("position 1 is NaN", Assert.Throws<ArgumentException>(() => TemperatureScaling.OfLabels([0, double.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("3 logits; expected 2", Assert.Throws<ArgumentException>(() => TemperatureScaling.OfClasses([0, 1, 2], [0], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("position 0 is 2", Assert.Throws<ArgumentException>(() => TemperatureScaling.OfClasses([0, 1], [2], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TemperatureScaling.OfLabels([], []));
    }
}
