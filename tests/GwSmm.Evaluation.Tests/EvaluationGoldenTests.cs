using System.Text.Json;

namespace GwSmm.Evaluation.Tests;

public class EvaluationGoldenTests
{
    private const double Tolerance = 1e-12;
    private static readonly JsonElement Golden = Load();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Classification_EqualsNumpy(int index)
    {
        var expected = Golden.GetProperty("classification")[index];
        var classes = expected.GetProperty("classes").GetInt32();
        var actual = Integers(expected, "actual");
        var predicted = Integers(expected, "predicted");

        var metrics = ClassificationMetrics.Compute(actual, predicted, classes);

        Assert.Equal(actual.Length, metrics.Count);
        Assert.Equal(classes, metrics.ClassCount);
        Assert.Equal(expected.GetProperty("accuracy").GetDouble(), metrics.Accuracy, Tolerance);
        Assert.Equal(metrics.Accuracy, metrics.MicroF1);
        Assert.Equal(expected.GetProperty("macroF1").GetDouble(), metrics.MacroF1, Tolerance);
        Assert.Equal(Integers(expected, "confusion"), metrics.ConfusionMatrix);
        var f1 = expected.GetProperty("classF1").EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? double.NaN : e.GetDouble()).ToArray();
        Assert.All(f1.Zip(metrics.ClassF1), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(expected.GetProperty("kappa").GetDouble(), QuadraticWeightedKappa.Compute(actual, predicted, classes), Tolerance);
        Assert.Equal(expected.GetProperty("kappaOfValues").GetDouble(), QuadraticWeightedKappa.Compute(actual, predicted, Doubles(expected, "values")), Tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void MultiLabel_EqualsNumpy(int index)
    {
        var expected = Golden.GetProperty("multiLabel")[index];
        var actual = Array.ConvertAll(Integers(expected, "actual"), flag => flag == 1);
        var predicted = Array.ConvertAll(Integers(expected, "predicted"), flag => flag == 1);
        var labels = expected.GetProperty("labels").GetInt32();

        var metrics = MultiLabelMetrics.Compute(actual, predicted, labels);

        Assert.Equal(actual.Length / labels, metrics.Count);
        Assert.Equal(expected.GetProperty("microF1").GetDouble(), metrics.MicroF1, Tolerance);
        Assert.Equal(expected.GetProperty("macroF1").GetDouble(), metrics.MacroF1, Tolerance);
        Assert.Equal(expected.GetProperty("exactMatch").GetDouble(), metrics.ExactMatch, Tolerance);
        Assert.All(Doubles(expected, "labelAccuracy").Zip(metrics.LabelAccuracy), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.All(Doubles(expected, "labelF1").Zip(metrics.LabelF1), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(Doubles(expected, "labelAccuracy").Average(), metrics.MeanLabelAccuracy, Tolerance);
    }

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "evaluation", "evaluation.json")));
        return document.RootElement.Clone();
    }

    private static int[] Integers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static double[] Doubles(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
}
