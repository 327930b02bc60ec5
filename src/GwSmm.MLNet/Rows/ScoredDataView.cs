using Microsoft.ML;

namespace GwSmm.MLNet;

/// <summary>A data view with the columns of a scorer added; computed while it is read.</summary>
/// <param name="source">The data.</param>
/// <param name="binding">The scorer, bound to the data's schema.</param>
internal sealed class ScoredDataView(IDataView source, RowBinding binding) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = binding.ActiveColumns(columnsNeeded);
        var input = source.GetRowCursor(binding.GetActiveInputs(active), rand);
        return binding.IsAnyScored(active)
            ? new LookAheadCursor(binding, input, active)
            : new PassThroughCursor(binding, input, active);
    }

    /// <summary>One cursor: the model itself uses all threads, and parallel cursors would break up its batches.</summary>
    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
