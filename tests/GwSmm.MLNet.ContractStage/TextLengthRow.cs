using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractStage;

/// <summary>One row with the added column.</summary>
internal sealed class TextLengthRow(DataViewRow input, TextLengthMapper mapper, bool lengthActive) : DataViewRow
{
    private readonly Delegate? _length = lengthActive ? mapper.CreateLengthGetter(input) : null;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        column.Index == mapper.Length.Index ? _length is not null : input.IsColumnActive(mapper.InputSchema[column.Index]);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index != mapper.Length.Index)
            return input.GetGetter<TValue>(mapper.InputSchema[column.Index]);
        return _length as ValueGetter<TValue> ?? throw new InvalidOperationException("the column is not active or of another type");
    }
}
