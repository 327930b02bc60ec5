using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>The look-ahead cursor against its naive twin: one row at a time through the row mapper.</summary>
public class RowPropertyTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void Reading_ahead_gives_what_reading_row_by_row_gives() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(17, 17),
        Prop.ForAll(
            Gen.Choose(0, 80).ToArbitrary(),
            Gen.ListOf(Gen.Choose(0, 20)).ToArbitrary(),
            (count, picks) =>
            {
                var data = Ml.Data.LoadFromEnumerable(Samples.Rows(count));
                var binding = new RowBinding(Samples.Scorer(new FakeFeaturizer(), new FakeFeaturizer()), data.Schema);
                var columns = picks.Select(pick => binding.OutputSchema[pick % binding.OutputSchema.Count].Name).Append("Item").Distinct(StringComparer.Ordinal).ToArray();
                Assert.Equal(RowByRow(data, binding, columns), Cursors.Read(new ScoredDataView(data, binding), columns));
            }));

    private static string[] RowByRow(IDataView data, RowBinding binding, string[] columns)
    {
        using var cursor = data.GetRowCursor(binding.GetDependencies(columns.Select(name => binding.OutputSchema[name])));
        var row = binding.GetRow(cursor, columns.Select(name => binding.OutputSchema[name]));
        return Cursors.Read(cursor, row, [.. columns.Select(name => binding.OutputSchema[name])]);
    }
}
