using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractEnumerable
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly MixedRow[] Rows =
    [
        new() { Field = 1, Text = "a", Number = 1.5f, Key = 1, Fixed = [1, 2], Words = ["x", "y"], Flag = true },
        new() { Field = 2, Text = null, Number = float.NaN, Key = 4, Fixed = [3, 4], Words = [] },
    ];

    [Fact]
    public void Columns_are_fields_then_properties_with_these_types()
    {
        DataViewSchema schema = Ml.Data.LoadFromEnumerable(Rows).Schema;
        Assert.Equal(
            [
                "Field: Int32", "Text: String", "Renamed: Single", "Key: Key<UInt32, 0-3>", "Fixed: Vector<Single, 2>",
                "Words: Vector<String>", "Flag: Boolean",
            ],
            schema.Select(c => c.ToString()));
    }

    [Fact]
    public void Rows_come_back_as_they_were_but_null_text_is_empty()
    {
        MixedRow[] back = [.. Ml.Data.CreateEnumerable<MixedRow>(Ml.Data.LoadFromEnumerable(Rows), reuseRowObject: false)];
        Assert.Equal([1, 2], back.Select(r => r.Field));
        Assert.Equal(["a", ""], back.Select(r => r.Text));
        Assert.Equal([1.5f, float.NaN], back.Select(r => r.Number));
        Assert.Equal([3f, 4f], back[1].Fixed);
        Assert.Equal(["x", "y"], back[0].Words);
        Assert.Empty(back[1].Words);
        Assert.True(back[0].Flag);
    }

    [Fact]
    public void A_key_in_an_object_counts_from_zero_on_the_way_in_and_from_one_on_the_way_out()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        Assert.Equal([2u, 0u], data.GetColumn<uint>("Key"));
        Assert.Equal([2u, 0u], Ml.Data.CreateEnumerable<MixedRow>(data, reuseRowObject: false).Select(r => r.Key));
    }

    [Fact]
    public void A_missing_column_is_refused_unless_told_otherwise()
    {
        IDataView data = Ml.Data.LoadFromEnumerable([new TextRow { Text = "a" }]);
        Assert.ThrowsAny<ArgumentException>(() => Ml.Data.CreateEnumerable<LengthRow>(data, reuseRowObject: false).ToList());
        LengthRow row = Assert.Single(Ml.Data.CreateEnumerable<LengthRow>(data, reuseRowObject: false, ignoreMissingColumns: true));
        Assert.Equal("a", row.Text);
    }

    [Fact]
    public void GetColumn_converts_text_and_vectors()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        Assert.Equal(["a", ""], data.GetColumn<string>("Text"));
        Assert.Equal([1.5f, float.NaN], data.GetColumn<float>("Renamed"));
        Assert.Equal([[1f, 2f], [3f, 4f]], data.GetColumn<float[]>("Fixed"));
        Assert.Equal(["x", "y"], data.GetColumn<string[]>("Words").First());
        Assert.Equal(2, data.GetColumn<VBuffer<float>>("Fixed").First().Length);
        Assert.ThrowsAny<Exception>(() => data.GetColumn<float>("Text").ToList());
        Assert.ThrowsAny<ArgumentException>(() => data.GetColumn<float>("None").ToList());
    }

    [Fact]
    public void A_cursor_serves_only_the_columns_it_was_asked_for()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Rows);
        DataViewSchema.Column text = data.Schema["Text"];
        using DataViewRowCursor cursor = data.GetRowCursor([text]);
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.IsColumnActive(text));
        Assert.False(cursor.IsColumnActive(data.Schema["Flag"]));
        Assert.ThrowsAny<ArgumentException>(() => cursor.GetGetter<bool>(data.Schema["Flag"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(text));
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(text);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        ReadOnlyMemory<char> value = default;
        getter(ref value);
        Assert.Equal("a", value.ToString());
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_list_knows_its_length_and_nothing_is_shuffled()
    {
        IDataView list = Ml.Data.LoadFromEnumerable(Rows);
        Assert.Equal(2, list.GetRowCount());
        Assert.False(list.CanShuffle);
        IDataView stream = Ml.Data.LoadFromEnumerable(Rows.Where(_ => true));
        Assert.Null(stream.GetRowCount());
        Assert.False(stream.CanShuffle);
    }

    [Fact]
    public void Rows_are_taken_skipped_and_filtered()
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new LabelRow { Number = i }).ToList());
        Assert.Equal([0f, 1f], Ml.Data.TakeRows(data, 2).GetColumn<float>("Number"));
        Assert.Equal([3f, 4f], Ml.Data.SkipRows(data, 3).GetColumn<float>("Number"));
        Assert.Equal([1f, 2f], Ml.Data.FilterRowsByColumn(data, "Number", 1, 3).GetColumn<float>("Number"));
        Assert.Equal([0f, 1f, 2f, 3f, 4f], Ml.Data.Cache(data).GetColumn<float>("Number"));
    }
}
