using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>
/// Reads up to <see cref="Capacity"/> rows ahead and runs the model once for all of them, when the first of its values is asked for.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    /// <summary>Rows read ahead.</summary>
    public const int Capacity = 32;

    private readonly RowBinding _binding;
    private readonly DataViewRowCursor _input;
    private readonly bool[] _active;
    private readonly bool[] _scored;
    private readonly Delegate?[] _getters;
    private readonly List<ColumnBuffer> _buffers = [];
    private readonly Func<long, TextRow> _read;
    private readonly ValueGetter<DataViewRowId> _readId;
    private readonly List<TextRow> _rows = new(Capacity);
    private readonly DataViewRowId[] _ids = new DataViewRowId[Capacity];
    private readonly long[] _batches = new long[Capacity];
    private readonly TextLosses _lostBefore;
    private Array?[]? _values;
    private long _position = -1;
    private int _slot = -1;
    private bool _ended;
    private bool _disposed;

    /// <summary>Creates the cursor.</summary>
    /// <param name="binding">The scorer, bound to the schema of <paramref name="input"/>.</param>
    /// <param name="input">The cursor to read; disposed with this one.</param>
    /// <param name="active">For each output column whether it is wanted.</param>
    public LookAheadCursor(RowBinding binding, DataViewRowCursor input, bool[] active)
    {
        _binding = binding;
        _input = input;
        _active = active;
        _scored = binding.ScoredPart(active);
        _read = binding.CreateReader(input);
        _readId = input.GetIdGetter();
        _lostBefore = binding.Scorer.Losses;
        _getters = new Delegate?[active.Length];
        for (var i = 0; i < active.Length; i++)
        {
            if (active[i])
            {
                _getters[i] = i < binding.InputSchema.Count ? BufferColumn(binding.InputSchema[i]) : ScoreColumn(i);
            }
        }
    }

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _slot >= 0 ? _batches[_slot] : 0;

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (_slot + 1 >= _rows.Count && !Fill())
        {
            _ended = true;
            _position = -1;
            _slot = -1;
            ReportLosses();
            return false;
        }

        _slot++;
        _position++;
        return true;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var getter = _getters[column.Index] ?? throw new ArgumentException($"Column '{column.Name}' is not active in this cursor.", nameof(column));
        return getter as ValueGetter<TValue>
            ?? throw new ArgumentException($"Column '{column.Name}' has values of type {column.Type.RawType}, not {typeof(TValue)}.", nameof(column));
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentSlot()];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            if (!_ended)
            {
                ReportLosses();
            }

            _ended = true;
            _position = -1;
            _slot = -1;
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private Delegate BufferColumn(DataViewSchema.Column column)
    {
        var buffer = ColumnBuffer.Create(_input, column, Capacity);
        _buffers.Add(buffer);
        return buffer.CreateGetter(CurrentSlot);
    }

    private Delegate ScoreColumn(int index)
    {
        var scored = index - _binding.InputSchema.Count;
        return ScoreGetters.Create(_binding.OutputSchema[index].Type, () => Values()[scored]!, CurrentSlot);
    }

    private Array?[] Values()
    {
        CurrentSlot();
        return _values ??= _binding.Scorer.Score(_rows, _scored);
    }

    private int CurrentSlot() => _slot >= 0 ? _slot : throw new InvalidOperationException("The cursor does not stand on a row.");

    private bool Fill()
    {
        _rows.Clear();
        _values = null;
        _slot = -1;
        while (_rows.Count < Capacity && _input.MoveNext())
        {
            var slot = _rows.Count;
            _rows.Add(_read(_input.Position));
            _readId(ref _ids[slot]);
            _batches[slot] = _input.Batch;
            foreach (var buffer in _buffers)
            {
                buffer.Store(slot);
            }
        }

        return _rows.Count > 0;
    }

    private void ReportLosses()
    {
        var losses = _binding.Scorer.Losses - _lostBefore;
        if (losses != default)
        {
            _binding.Scorer.Report(losses);
        }
    }
}
