using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>Whatever type the label has, ML.NET's evaluator must count what we predict, not something else.</summary>
public class LabelTypeTests
{
    private readonly MLContext _ml = new(1);
    private readonly List<string> _warnings = [];

    public LabelTypeTests() => _ml.Log += (_, line) =>
    {
        if (line.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning && line.Source.StartsWith("GwSmm", StringComparison.Ordinal))
        {
            _warnings.Add(line.RawMessage);
        }
    };

    [Fact]
    public void Single_labels_from_1_keep_their_slots()
    {
        var rows = Toy.Responses(24, 1, "Q1", "Q2");
        foreach (var row in rows)
        {
            row.Label = (row.Label * 2) + 1;
        }

        var data = _ml.Data.LoadFromEnumerable(rows);
        var model = Fit(data);

        Assert.Equal(["0", "1", "2", "3", "4", "5"], model.LastTransformer.Classes);
        AssertEvaluated(model.Transform(data), row => row.ToString(System.Globalization.CultureInfo.InvariantCulture), rows);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Key_labels_in_order_of_appearance_keep_their_slots()
    {
        var rows = Toy.Responses(24, 1, "Q1", "Q2");
        var data = _ml.Data.LoadFromEnumerable(rows.Select(Text).Reverse());
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var model = Fit(keyed);

        Assert.Equal(["two", "one", "none"], model.LastTransformer.Classes);
        AssertEvaluated(model.Transform(keyed), Word, [.. rows.Reverse()]);
    }

    [Fact]
    public void Text_labels_name_the_classes_in_ordinal_order()
    {
        var rows = Toy.Responses(24, 1, "Q1", "Q2");
        var data = _ml.Data.LoadFromEnumerable(rows.Select(Text));
        var model = Fit(data);

        Assert.Equal(["none", "one", "two"], model.LastTransformer.Classes);
        var engine = _ml.Model.CreatePredictionEngine<TextResponse, Scored>(model);
        Assert.Equal(3, engine.Predict(Text(rows[0])).Score.Length);
    }

    [Fact]
    public void Labels_that_are_no_class_numbers_are_kept_but_warned_about()
    {
        var rows = Toy.Responses(24, 1, "Q1", "Q2");
        foreach (var row in rows)
        {
            row.Label = (row.Label - 1) / 2;
        }

        var model = Fit(_ml.Data.LoadFromEnumerable(rows));

        Assert.Equal(["-0.5", "0", "0.5"], model.LastTransformer.Classes);
        Assert.Contains(_warnings, line => line.Contains("MapValueToKey", StringComparison.Ordinal));
    }

    [Fact]
    public void Boolean_labels_and_numeric_items_work()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(24, 1, "1", "2").Select(row => new FlagLabel { Item = int.Parse(row.Item, System.Globalization.CultureInfo.InvariantCulture), Text = row.Text, Label = row.Label > 0 }));
        var model = Fit(data);

        Assert.Equal(["False", "True"], model.LastTransformer.Classes);
        Assert.Equal(["1", "2"], model.LastTransformer.Items);
        Assert.Equal(48, model.Transform(data).GetColumn<uint>("PredictedLabel").Count());
    }

    [Fact]
    public void Key_items_are_read_by_their_names()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(24, 1, "Q1", "Q2"));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Item").Append(_ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick)).AppendGwMerge(_ml);

        Assert.Equal(["Q1", "Q2"], pipeline.Fit(data).LastTransformer.Items);
    }

    private static string Word(float label) => label switch { 0 => "none", 1 => "one", _ => "two" };

    private static TextResponse Text(Response row) => new() { Item = row.Item, Text = row.Text, Label = Word(row.Label) };

    private void AssertEvaluated(IDataView scored, Func<float, string> name, Response[] rows)
    {
        foreach (var prefix in new[] { string.Empty, "Q1.", "Q2." })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            scored.Schema[prefix + "PredictedLabel"].GetKeyValues(ref names);
            var classes = names.DenseValues().Select(value => value.ToString()).ToArray();
            var predicted = scored.GetColumn<uint>(prefix + "PredictedLabel").Select(key => classes[key - 1]);
            var right = predicted.Zip(rows, (guess, row) => guess == name(row.Label) ? 1.0 : 0).Average();

            Assert.Equal(right, _ml.MulticlassClassification.Evaluate(scored, "Label", prefix + "Score", prefix + "PredictedLabel").MicroAccuracy, 1e-12);
            Assert.True(right > (prefix.Length == 0 ? 0.5 : 0.2), $"{prefix}Score is right for {right:P0}.");
        }
    }

    private TransformerChain<MultiHeadTransformer> Fit(IDataView data) => _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick).AppendGwMerge(_ml).Fit(data);
}
