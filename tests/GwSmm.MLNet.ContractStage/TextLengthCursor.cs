using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractStage;

/// <summary>Walks over the rows of the input and adds the column.</summary>
internal sealed class TextLengthCursor(DataViewRowCursor input, TextLengthMapper mapper, bool lengthActive) : DataViewRowCursor
{
    private readonly TextLengthRow _row = new(input, mapper, lengthActive);

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
