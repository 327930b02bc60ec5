using GwSmm.MLNet.ContractStage;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractPrediction
{
    private static readonly MLContext Ml = new(seed: 1);

    [Fact]
    public void An_engine_maps_one_object_at_a_time()
    {
        using PredictionEngine<TextRow, LengthRow> engine =
            Ml.Model.CreatePredictionEngine<TextRow, LengthRow>(new TransformerChain<ITransformer>(new TextLengthTransformer(2, "")));
        Assert.Equal(6f, engine.Predict(new TextRow { Text = "abc" }).Length);
        Assert.Equal(2f, engine.Predict(new TextRow { Text = "a" }).Length);
        Assert.Equal(["Text", "Length"], engine.OutputSchema.Select(c => c.Name));
        var row = new LengthRow();
        engine.Predict(new TextRow { Text = "ab" }, ref row);
        Assert.Equal(("ab", 4f), (row.Text, row.Length));
    }

    [Fact]
    public void Missing_columns_of_the_output_are_ignored_by_default()
    {
        using PredictionEngine<TextRow, LabelRow> engine = Ml.Model.CreatePredictionEngine<TextRow, LabelRow>(new TextLengthTransformer(2, ""));
        Assert.Equal("", engine.Predict(new TextRow { Text = "abc" }).Label);
        Assert.ThrowsAny<ArgumentException>(() =>
            Ml.Model.CreatePredictionEngine<TextRow, LabelRow>(new TextLengthTransformer(2, ""), ignoreMissingColumns: false));
    }
}
