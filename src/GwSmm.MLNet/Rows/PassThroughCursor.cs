using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>The input's cursor under the output's schema, for readers that want none of the added columns.</summary>
/// <param name="binding">The scorer, bound to the schema of <paramref name="input"/>.</param>
/// <param name="input">The cursor; disposed with this one.</param>
/// <param name="active">For each output column whether it is wanted; no added one is.</param>
internal sealed class PassThroughCursor(RowBinding binding, DataViewRowCursor input, bool[] active) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override bool MoveNext() => input.MoveNext();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
        ? input.GetGetter<TValue>(binding.InputSchema[column.Index])
        : throw new ArgumentException($"Column '{column.Name}' is not active in this cursor.", nameof(column));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
