using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class LookAheadCursorTests
{
    private static readonly string[] Upstream = ["Item", "Text", "Number", "Large", "Flag", "Key", "Time", "Fixed", "Ragged", "Words"];
    private readonly MLContext _ml = new(1);
    private readonly FakeFeaturizer _first = new();
    private readonly FakeFeaturizer _second = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Columns_of_every_type_pass_through_unchanged_beside_scored_ones(int count)
    {
        var data = Data(count);
        var scored = Score(data);

        var expected = Cursors.Read(data, Upstream);
        var actual = Cursors.Read(scored, [.. Upstream, "Score"]);

        Assert.Equal(expected, actual.Select(row => row[..row.LastIndexOf(" | ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Each_row_gets_its_own_score()
    {
        var scored = Score(Data(100));
        var texts = scored.GetColumn<string>("Text").ToArray();
        var features = Cursors.Read(scored, "Q3.Features");

        for (var i = 0; i < texts.Length; i++)
        {
            Assert.EndsWith($" {texts[i].Length},{texts[i].Count(c => c == 'a')}", features[i], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_model_runs_once_per_32_rows()
    {
        Cursors.Read(Score(Data(100)), ["Q1.Features", "Q1.Score", "Q2.PredictedLabel"]);

        Assert.Equal([32, 32, 32, 4], _first.Batches);
        Assert.Empty(_second.Batches);
    }

    [Fact]
    public void A_routed_column_runs_each_encoder_on_its_own_rows_only()
    {
        Cursors.Read(Score(Data(32)), ["Score", "PredictedLabel"]);

        Assert.Equal([22], _first.Batches);
        Assert.Equal([10], _second.Batches);
    }

    [Fact]
    public void Nothing_runs_while_no_scored_column_is_read()
    {
        var data = Data(50);
        Assert.Equal(Cursors.Read(data, Upstream), Cursors.Read(Score(data), Upstream));

        using var cursor = Score(data).GetRowCursor(Score(data).Schema);
        while (cursor.MoveNext())
        {
            Assert.True(cursor.IsColumnActive(cursor.Schema["Score"]));
        }

        Assert.Empty(_first.Batches);
        Assert.Empty(_second.Batches);
    }

    [Fact]
    public void Getters_fail_before_the_first_row_and_after_the_last()
    {
        var scored = Score(Data(2));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Number"]]);
        var score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var number = cursor.GetGetter<float>(scored.Schema["Number"]);
        VBuffer<float> vector = default;
        var value = 0f;

        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => score(ref vector));
        Assert.True(cursor.MoveNext());
        number(ref value);
        Assert.Equal(0, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => score(ref vector));
        Assert.Throws<InvalidOperationException>(() => number(ref value));
    }

    [Fact]
    public void A_getter_asked_twice_gives_the_same_value_and_no_shared_memory()
    {
        var scored = Score(Data(3));
        using var cursor = scored.GetRowCursor([scored.Schema["Q1.Features"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Q1.Features"]);
        cursor.MoveNext();
        VBuffer<float> first = default;
        VBuffer<float> second = default;
        getter(ref first);
        VBufferEditor.CreateFromBuffer(ref first).Values[0] = -1;
        getter(ref second);

        Assert.Equal(3, second.GetValues()[0]);
    }

    [Fact]
    public void Inactive_columns_and_wrong_types_are_refused()
    {
        var scored = Score(Data(3));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);

        Assert.False(cursor.IsColumnActive(scored.Schema["PredictedLabel"]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<float>(scored.Schema["Score"]));
    }

    [Fact]
    public void Row_count_and_shuffling_are_those_of_the_input()
    {
        var data = Data(100);
        var scored = Score(data);

        Assert.Equal(data.GetRowCount(), scored.GetRowCount());
        Assert.Equal(data.CanShuffle, scored.CanShuffle);
        Assert.Equal(Cursors.Read(data, ["Number"], new Random(3)), Cursors.Read(scored, ["Number"], new Random(3)));
    }

    [Fact]
    public void A_cursor_set_has_one_cursor()
    {
        var scored = Score(Data(10));
        var cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 4);

        Assert.Single(cursors);
        cursors[0].Dispose();
        Assert.False(cursors[0].MoveNext());
    }

    [Fact]
    public void Cut_texts_and_overlong_words_are_reported_once_per_pass()
    {
        var losses = new List<TextLosses>();
        var rows = Samples.Rows(40);
        rows[3].Text = new string('a', 100_000);
        rows[39].Text = new string('a', 1_000) + " " + new string('a', 1_000);
        var data = _ml.Data.LoadFromEnumerable(rows);
        var scored = new ScoredDataView(data, new RowBinding(Samples.Scorer(_first, _second, losses), data.Schema));

        Cursors.Read(scored, "Q1.Score");

        Assert.Equal([new TextLosses(2, 3)], losses);
    }

    private IDataView Data(int count) => _ml.Data.LoadFromEnumerable(Samples.Rows(count));

    private ScoredDataView Score(IDataView data) => new(data, new RowBinding(Samples.Scorer(_first, _second), data.Schema));
}
