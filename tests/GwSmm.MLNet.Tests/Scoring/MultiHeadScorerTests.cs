using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class MultiHeadScorerTests
{
    private readonly MultiHeadScorer _scorer = Samples.Scorer(new FakeFeaturizer(), new FakeFeaturizer());

    [Fact]
    public void Each_row_is_routed_to_the_head_of_its_item()
    {
        var values = _scorer.Score([new(0, "Q3", "aaaa"), new(1, "Q1", "b"), new(2, "Q2", "aaaa")], Active(9, 10));
        var scores = (VBuffer<float>[])values[9]!;
        var keys = (uint[])values[10]!;

        Assert.Equal([4u, 1u, 3u], keys);
        Assert.Equal([0f, Sigmoid(-3), 0f, Sigmoid(3)], scores[0].DenseValues(), Close);
        Assert.Equal(0f, scores[1].GetItemOrDefault(3));
        Assert.Equal([Sigmoid(-3), 0f, Sigmoid(3), 0f], scores[2].DenseValues(), Close);
        Assert.All(scores, score => Assert.Equal(1, score.DenseValues().Sum(), 1e-6));
    }

    [Fact]
    public void Only_active_columns_are_computed()
    {
        var values = _scorer.Score([new(0, "Q1", "a")], Active(1));

        Assert.NotNull(values[1]);
        Assert.Equal(1, values.Count(value => value is not null));
    }

    [Fact]
    public void Large_logits_stay_finite()
    {
        var values = _scorer.Score([new(0, "Q1", new string('a', 5000))], Active(9));

        Assert.Equal([0f, 0f, 1f, 0f], ((VBuffer<float>[])values[9]!)[0].DenseValues());
    }

    [Fact]
    public void Unknown_and_missing_items_name_row_column_and_known_items()
    {
        var unknown = Assert.Throws<GwSmmException>(() => _scorer.Score([new(0, "Q1", "a"), new(1, "Q9", "a")], Active(9)));
        Assert.Contains("Row 2 (item 'Q9')", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("column 'Item'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Q1, Q2, Q3", unknown.Message, StringComparison.Ordinal);

        var missing = Assert.Throws<GwSmmException>(() => _scorer.Score([new(4, null, "a")], Active(10)));
        Assert.Contains("Row 5 has no item", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_item_is_fine_for_columns_that_do_not_need_it()
    {
        var values = _scorer.Score([new(0, "Q9", "aaaa")], Active(2));

        Assert.Equal([3u], (uint[])values[2]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void An_empty_text_names_its_row(string text)
    {
        var error = Assert.Throws<GwSmmException>(() => _scorer.Score([new(0, "Q1", "a"), new(6, "Q2", text)], Active(0)));

        Assert.Contains("Row 7 (item 'Q2') has an empty text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_mistyped_column_is_named_with_what_there_is()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Samples.Rows(1));
        var groups = new[] { new ItemGroup(new FakeFeaturizer(), [new ItemHead("Q1", Samples.Head("0", "1"))]) };

        var missing = Assert.Throws<GwSmmException>(() => new RowBinding(Create("Answer", "Item"), data.Schema));
        Assert.Contains("no text column 'Answer'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Item, Text, Number", missing.Message, StringComparison.Ordinal);

        var text = Assert.Throws<GwSmmException>(() => new RowBinding(Create("Number", "Item"), data.Schema));
        Assert.Contains("'Number' has type Single; it must be text", text.Message, StringComparison.Ordinal);

        var item = Assert.Throws<GwSmmException>(() => new RowBinding(Create("Text", "Fixed"), data.Schema));
        Assert.Contains("'Fixed' has type Vector<Single, 3>; it must be text, a number, Boolean or a key", item.Message, StringComparison.Ordinal);

        MultiHeadScorer Create(string textColumn, string itemColumn) => new(groups, ["Q1"], textColumn, itemColumn, ["0", "1"], (_, _) => { });
    }

    [Fact]
    public void Columns_carry_the_annotations_of_a_trainer()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(Samples.Rows(1));
        var schema = new RowBinding(_scorer, data.Schema).OutputSchema;

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), schema["Q1.Features"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), schema["Score"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 4), schema["PredictedLabel"].Type);
        Assert.Equal(["0", "1", "2", "3"], Names(schema["Score"], "SlotNames"));
        Assert.Equal(["0", "1", "2", "3"], Names(schema["Score"], "TrainingLabelValues"));
        Assert.Equal(["0", "1", "2", "3"], Names(schema["PredictedLabel"], "KeyValues"));
        Assert.Equal(["1", "3"], Names(schema["Q3.PredictedLabel"], "KeyValues"));
        Assert.Equal("MulticlassClassification", Text(schema["Q1.Score"], "ScoreColumnKind"));
        Assert.Equal("Score", Text(schema["Score"], "ScoreValueKind"));
        Assert.Equal("PredictedLabel", Text(schema["PredictedLabel"], "ScoreValueKind"));

        string[] scored = ["Q1.Score", "Q2.Score", "Q3.Score", "Score"];
        Assert.Equal([1u, 2u, 3u, 4u], scored.Select(name => SetId(schema[name])));
        var again = new RowBinding(_scorer, schema).OutputSchema;
        Assert.Equal([5u, 6u, 7u, 8u], scored.Select(name => SetId(again[name])));
    }

    [Fact]
    public void Multi_label_heads_give_probabilities_and_flags()
    {
        var groups = new[] { new ItemGroup(new FakeFeaturizer(), [new ItemHead("Q1", Samples.LabelsHead("x", "y")), new ItemHead("Q2", Samples.LabelsHead("z"))]) };
        var scorer = new MultiHeadScorer(groups, ["Q1", "Q2"], "Text", "Item", ["x", "y", "z"], (_, _) => { });

        var values = scorer.Score([new(0, "Q1", "a"), new(1, "Q2", "aa")], ActiveOf(8, [1, 2, 6, 7]));

        Assert.Equal([Sigmoid(0.5), Sigmoid(-0.5), 0f], ((VBuffer<float>[])values[6]!)[0].DenseValues(), Close);
        Assert.Equal([true, false, false], ((VBuffer<bool>[])values[7]!)[0].DenseValues());
        Assert.Equal([false, false, true], ((VBuffer<bool>[])values[7]!)[1].DenseValues());
        Assert.Equal([true, true], ((VBuffer<bool>[])values[2]!)[1].DenseValues());
    }

    private static bool[] Active(params int[] columns) => ActiveOf(11, columns);

    private static bool[] ActiveOf(int count, int[] columns) => [.. Enumerable.Range(0, count).Select(i => columns.Contains(i))];

    private static float Sigmoid(double x) => (float)(1 / (1 + Math.Exp(-x)));

    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) < 1e-6f;

    private static string[] Names(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(kind, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static string Text(DataViewSchema.Column column, string kind)
    {
        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(kind, ref text);
        return text.ToString();
    }

    private static uint SetId(DataViewSchema.Column column)
    {
        var id = 0u;
        column.Annotations.GetValue("ScoreColumnSetId", ref id);
        return id;
    }
}
