using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>
/// A row with the columns of a scorer added, for prediction engines. It stands wherever its input stands; the model runs when the
/// first of its values is asked for, and again only when the text or item has changed.
/// </summary>
internal sealed class ScoredRow : DataViewRow
{
    private readonly RowBinding _binding;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly bool[] _scored;
    private readonly Func<long, TextRow>? _read;
    private TextRow _row;
    private Array?[]? _values;

    /// <summary>Creates the row.</summary>
    /// <param name="binding">The scorer, bound to the schema of <paramref name="input"/>.</param>
    /// <param name="input">The row to read; disposed with this one.</param>
    /// <param name="active">For each output column whether it is wanted.</param>
    public ScoredRow(RowBinding binding, DataViewRow input, bool[] active)
    {
        _binding = binding;
        _input = input;
        _active = active;
        _scored = binding.ScoredPart(active);
        _read = binding.IsAnyScored(active) ? binding.CreateReader(input) : null;
    }

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"Column '{column.Name}' is not active in this row.", nameof(column));
        }

        if (column.Index < _binding.InputSchema.Count)
        {
            return _input.GetGetter<TValue>(_binding.InputSchema[column.Index]);
        }

        var scored = column.Index - _binding.InputSchema.Count;
        return ScoreGetters.Create(_binding.OutputSchema[column.Index].Type, () => Values()[scored]!, () => 0) as ValueGetter<TValue>
            ?? throw new ArgumentException($"Column '{column.Name}' has values of type {column.Type.RawType}, not {typeof(TValue)}.", nameof(column));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private Array?[] Values()
    {
        var row = _read!(_input.Position);
        if (_values is null || !string.Equals(row.Text, _row.Text, StringComparison.Ordinal) || !string.Equals(row.Item, _row.Item, StringComparison.Ordinal))
        {
            // Cleared first: should scoring fail, the next call must not see the values of an older row.
            _values = null;
            _values = _binding.Scorer.Score([row], _scored);
            _row = row;
        }

        return _values;
    }
}
