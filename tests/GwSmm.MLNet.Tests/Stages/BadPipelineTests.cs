using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class BadPipelineTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_missing_column_names_those_there_are()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1"));
        var message = Message(() => Scorer("Q1", Toy.Quick with { TextColumn = "Answer" }).Append(Scorer("Q2")).Fit(data));

        Assert.Contains("no text column 'Answer'. It has: Item, Text, Label", message, StringComparison.Ordinal);
        Assert.Contains("no label column 'Grade'", Message(() => Scorer("Q1", Toy.Quick with { LabelColumn = "Grade" }).Fit(data)), StringComparison.Ordinal);
        Assert.Contains("no item column 'set'", Message(() => _ml.GwSmm().TextScorers(Toy.Base, "set", Toy.Quick).Fit(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_type_says_what_is_right()
    {
        var data = _ml.Data.LoadFromEnumerable(Samples.Rows(9));

        Assert.Contains("text column 'Number' has type Single; it must be text", Message(() => Scorer("Q1", new() { TextColumn = "Number", LabelColumn = "Key" }).Append(Scorer("Q2")).Fit(data)), StringComparison.Ordinal);
        Assert.Contains("item column 'Fixed' has type Vector<Single>; it must be text, a number, Boolean or a key", Message(() => Scorer("Q1", new() { ItemColumn = "Fixed", LabelColumn = "Key" }).Append(Scorer("Q2")).Fit(data)), StringComparison.Ordinal);
        Assert.Contains("label column 'Ragged' has type Vector<Double> of unknown size", Message(() => Scorer("Q1", new() { LabelColumn = "Ragged" }).Append(Scorer("Q2")).Fit(data)), StringComparison.Ordinal);
        Assert.Contains("label column 'Time' has type DateTime", Message(() => Scorer("Q1", new() { LabelColumn = "Time" }).Fit(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_without_rows_names_the_items_there_are()
    {
        var message = Message(() => Scorer("Q9").Fit(_ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1", "Q2"))));

        Assert.Contains("Column 'Item' has no row of item 'Q9'", message, StringComparison.Ordinal);
        Assert.Contains("Q1, Q2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_label_text_or_item_is_named()
    {
        var rows = Toy.Responses(9, 1, "Q1", "Q2");
        rows[4].Label = float.NaN;
        Assert.Contains("Row 5 (item 'Q1') has no label: its column 'Label'", Message(() => Fit(rows)), StringComparison.Ordinal);

        rows = Toy.Responses(9, 1, "Q1", "Q2");
        rows[6].Text = " \t ";
        Assert.Contains("Row 7 (item 'Q1') has an empty text", Message(() => Fit(rows)), StringComparison.Ordinal);

        rows = Toy.Responses(9, 1, "Q1", "Q2");
        rows[1].Item = string.Empty;
        Assert.Contains("Row 2 has no item: its column 'Item' is empty", Message(() => Fit(rows)), StringComparison.Ordinal);
        Assert.Contains("The training data has no rows", Message(() => Fit([])), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_items_bad_row_does_not_matter_to_a_scorer()
    {
        var rows = Toy.Responses(9, 1, "Q1", "Q2");
        rows[1].Text = string.Empty;

        Assert.Equal("Q1", Scorer("Q1").Fit(_ml.Data.LoadFromEnumerable(rows)).Item);
    }

    [Fact]
    public void One_class_and_too_few_rows_are_refused_by_item()
    {
        var rows = Toy.Responses(12, 1, "Q1");
        foreach (var row in rows)
        {
            row.Label = 1;
        }

        Assert.Contains("Q1", Message(() => Fit(rows)), StringComparison.Ordinal);
        Assert.Contains("Q2", Message(() => Fit(Toy.Responses(6, 1, "Q2"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_needs_scorers_of_different_items_with_the_same_columns()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1", "Q2"));

        Assert.Contains("no text scorer to merge", Message(() => _ml.Transforms.Conversion.MapValueToKey("Label").AppendGwMerge(_ml).Fit(data)), StringComparison.Ordinal);
        Assert.Contains("Item 'Q1' has 2 scorers", Message(() => Scorer("Q1").Append(Scorer("Q1")).AppendGwMerge(_ml).Fit(data)), StringComparison.Ordinal);

        var copied = _ml.Transforms.CopyColumns("Answer", "Text").Append(Scorer("Q1")).Append(Scorer("Q2", Toy.Quick with { TextColumn = "Answer" })).AppendGwMerge(_ml);
        Assert.Contains("items 'Q1' and 'Q2' read different columns", Message(() => copied.Fit(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_needs_a_scorers_columns_belongs_behind_the_merge()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1", "Q2"));
        var pipeline = Scorer("Q1").Append(_ml.Transforms.CopyColumns("Copy", "Q1.Score")).Append(Scorer("Q2")).AppendGwMerge(_ml);

        Assert.Contains("after AppendGwMerge", Message(() => pipeline.Fit(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_changes_the_text_belongs_before_the_scorers()
    {
        var data = _ml.Data.LoadFromEnumerable(Toy.Responses(9, 1, "Q1", "Q2"));
        var pipeline = Scorer("Q1").Append(_ml.Transforms.CopyColumns("Text", "Item")).Append(Scorer("Q2")).AppendGwMerge(_ml);

        Assert.Contains("changes column 'Text' behind a scorer", Message(() => pipeline.Fit(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var options = new TextScorerOptions { Training = new Encoders.TrainingOptions { Epochs = 0 } };

        Assert.Contains("TrainingOptions.Epochs", Message(() => Scorer("Q1", options)), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.Throws<GwSmmException>(action).Message;

    private static string Message(Func<object> action) => Assert.Throws<GwSmmException>(action).Message;

    private TextScorerEstimator Scorer(string item, TextScorerOptions? options = null) => _ml.GwSmm().TextScorer(item, Toy.Base, options ?? Toy.Quick);

    private TransformerChain<TextScorerTransformer> Fit(Response[] rows) => _ml.GwSmm().TextScorers(Toy.Base, options: Toy.Quick).Fit(_ml.Data.LoadFromEnumerable(rows));
}
