using Microsoft.ML.Data;

namespace Microsoft.ML;

public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly DataViewRowCursor _input;
    private readonly SingleRow<TSrc> _rows = new();
    private readonly Action<object> _fill;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, bool ignoreMissingColumns)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        if (!transformer.IsRowToRowMapper)
            throw new ArgumentOutOfRangeException(nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        var view = new EnumerableView<TSrc>(_rows);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        _input = view.GetRowCursor(view.Schema);
        DataViewRow output = mapper.GetRow(_input, mapper.OutputSchema);
        _fill = TypedSetters.CreateAll(typeof(TDst), output, ignoreMissingColumns);
        OutputSchema = mapper.OutputSchema;
    }

    public DataViewSchema OutputSchema { get; }

    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
            return;
        _input.Dispose();
        (_transformer as IDisposable)?.Dispose();
        _disposed = true;
    }

    private protected void Fill(TSrc example, TDst prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        _rows.Value = example;
        _input.MoveNext();
        _fill(prediction);
    }
}
