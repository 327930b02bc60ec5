using Microsoft.ML;

namespace GwSmm.MLNet.ContractStage;

/// <summary>The input with the added column.</summary>
internal sealed class TextLengthView(IDataView input, TextLengthMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        bool length = needed.Any(c => c.Index == mapper.Length.Index);
        return new TextLengthCursor(input.GetRowCursor(mapper.GetDependencies(needed), rand), mapper, length);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
