using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public class ScoredRowTests
{
    private readonly MLContext _ml = new(1);
    private readonly FakeFeaturizer _first = new();
    private readonly FakeFeaturizer _second = new();

    [Fact]
    public void The_model_runs_once_per_row_and_only_when_asked()
    {
        var data = _ml.Data.LoadFromEnumerable(Samples.Rows(6));
        var binding = new RowBinding(Samples.Scorer(_first, _second), data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        var row = binding.GetRow(cursor, binding.OutputSchema);
        var score = row.GetGetter<VBuffer<float>>(binding.OutputSchema["Q1.Score"]);
        var label = row.GetGetter<uint>(binding.OutputSchema["Q1.PredictedLabel"]);
        var number = row.GetGetter<float>(binding.OutputSchema["Number"]);
        VBuffer<float> vector = default;
        var key = 0u;
        var value = 0f;

        cursor.MoveNext();
        number(ref value);
        Assert.Empty(_first.Batches);
        score(ref vector);
        label(ref key);
        Assert.Equal([1], _first.Batches);
        cursor.MoveNext();
        label(ref key);
        Assert.Equal([1, 1], _first.Batches);
        Assert.Equal(1, row.Position);
    }

    [Fact]
    public void A_row_of_another_schema_is_refused()
    {
        var data = _ml.Data.LoadFromEnumerable(Samples.Rows(2));
        var other = _ml.Data.LoadFromEnumerable(Samples.Rows(2));
        var binding = new RowBinding(Samples.Scorer(_first, _second), data.Schema);
        using var cursor = other.GetRowCursor(other.Schema);

        Assert.Throws<ArgumentException>(() => binding.GetRow(cursor, binding.OutputSchema));
    }

    [Fact]
    public void Dependencies_are_text_and_item_for_scored_columns_and_the_columns_themselves_else()
    {
        var data = _ml.Data.LoadFromEnumerable(Samples.Rows(2));
        var binding = new RowBinding(Samples.Scorer(_first, _second), data.Schema);

        Assert.Equal(["Item", "Text"], binding.GetDependencies([binding.OutputSchema["Score"]]).Select(column => column.Name));
        Assert.Equal(["Number"], binding.GetDependencies([binding.OutputSchema["Number"]]).Select(column => column.Name));
        Assert.Empty(binding.GetDependencies([]));
    }
}
