using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class MultiLabelTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Multi_label_items_are_trained_merged_routed_and_evaluated()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(24, "Q1", "Q2"));
        var model = _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick).AppendGwMerge(_ml).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder.File("m.zip"));

        var scored = _ml.Model.Load(folder.File("m.zip"), out _).Transform(data);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), scored.Schema["Score"].Type);
        Assert.Equal(new VectorDataViewType(BooleanDataViewType.Instance, 2), scored.Schema["PredictedLabel"].Type);
        Assert.Equal(new VectorDataViewType(BooleanDataViewType.Instance, 2), scored.Schema["Q1.PredictedLabel"].Type);
        var metrics = _ml.GwSmm().EvaluateMultiLabel(scored);
        var predicted = scored.GetColumn<bool[]>("PredictedLabel").ToArray();
        var truth = data.GetColumn<bool[]>("Label").ToArray();
        Assert.Equal(48, metrics.Count);
        Assert.Equal(predicted.Zip(truth, (guess, label) => guess.SequenceEqual(label) ? 1.0 : 0).Average(), metrics.ExactMatch, 1e-12);
        Assert.True(metrics.MicroF1 > 0.5);
    }

    [Fact]
    public void Evaluation_refuses_columns_that_do_not_fit()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows(3, "Q1"));

        Assert.Contains("no predicted label column 'PredictedLabel'", Message(data), StringComparison.Ordinal);
        Assert.Contains("label column 'Text' has type String; it must be a Boolean vector of known size", Message(data, "Text"), StringComparison.Ordinal);
        Assert.Contains("has 2 labels, the predicted label column 'Three' 3", Message(data, "Label", "Three"), StringComparison.Ordinal);
        Assert.Equal(1, _ml.GwSmm().EvaluateMultiLabel(data, "Label", "Label").ExactMatch);
        Assert.Contains("no rows", Message(_ml.Data.LoadFromEnumerable(Rows(0, "Q1")), "Label", "Label"), StringComparison.Ordinal);
    }

    internal static IEnumerable<FlagResponse> Rows(int perItem, params string[] items) => Toy.Responses(perItem, 4, items).Select((row, i) => new FlagResponse
    {
        Item = row.Item,
        Text = row.Text,
        Label = [row.Label > 0, row.Label > 1],
        Three = [true, false, i > 0],
    });

    private string Message(IDataView data, string label = "Label", string predicted = "PredictedLabel") =>
        Assert.Throws<GwSmmException>(() => _ml.GwSmm().EvaluateMultiLabel(data, label, predicted)).Message;
}
