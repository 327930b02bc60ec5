using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public sealed class LoadScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public LoadScorerTests() => _data = _ml.Data.LoadFromEnumerable(Toy.Responses(24, 1, "Q1", "Q2"));

    [Fact]
    public void A_loaded_scorer_is_a_fitted_stage_that_scores_as_before()
    {
        var trained = Save("Q1");
        var loaded = _ml.GwSmm().LoadScorer(_folder.File("Q1"), "Q1");

        Assert.Equal(Cursors.Read(trained.Transform(_data), "Q1.Score"), Cursors.Read(loaded.Transformer.Transform(_data), "Q1.Score"));
        Assert.Same(loaded.Transformer, loaded.Fit(_data));
    }

    [Fact]
    public void Loaded_scorers_can_be_merged_in_a_pipeline()
    {
        Save("Q1");
        Save("Q2");
        var pipeline = _ml.GwSmm().LoadScorer(_folder.File("Q1"), "Q1").Append(_ml.GwSmm().LoadScorer(_folder.File("Q2"), "Q2")).AppendGwMerge(_ml);

        var model = pipeline.Fit(_data);

        Assert.Equal(["Q1", "Q2"], model.LastTransformer.Items);
        Assert.Equal(48, model.Transform(_data).GetColumn<uint>("PredictedLabel").Count());
    }

    [Fact]
    public void Its_columns_are_checked()
    {
        Save("Q1");
        var loaded = _ml.GwSmm().LoadScorer(_folder.File("Q1"), "Q1", new TextScorerOptions { TextColumn = "Answer" });

        Assert.Contains("no text column 'Answer'", Assert.Throws<GwSmmException>(() => loaded.Fit(_data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_named()
    {
        var error = Assert.Throws<GwSmmException>(() => _ml.GwSmm().LoadScorer(_folder.File("nowhere")));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private TextScorerTransformer Save(string item)
    {
        var trained = _ml.GwSmm().TextScorer(item, Toy.Base, Toy.Quick).Fit(_data);
        trained.Model.Save(_folder.File(item));
        return trained;
    }
}
