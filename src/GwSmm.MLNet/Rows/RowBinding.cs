using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>A scorer bound to an input schema: which columns it reads and adds. Immutable; thread-safe.</summary>
internal sealed class RowBinding : IRowToRowMapper
{
    private readonly int _text;
    private readonly int _item;

    /// <summary>Binds a scorer.</summary>
    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The schema of the data it is to read.</param>
    /// <exception cref="GwSmmException">A column is missing or has the wrong type.</exception>
    public RowBinding(IRowScorer scorer, DataViewSchema input)
    {
        Scorer = scorer;
        InputSchema = input;
        _text = InputColumns.Text(input, scorer.TextColumn).Index;
        _item = scorer.ItemColumn is { } item ? InputColumns.Cell(input, item, "item").Index : -1;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(scorer.GetColumns(input));
        OutputSchema = builder.ToSchema();
    }

    /// <summary>The scorer.</summary>
    public IRowScorer Scorer { get; }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = ActiveColumns(dependingColumns);
        return GetActiveInputs(active);
    }

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row does not have the schema that this mapper is bound to.", nameof(input));
        }

        return new ScoredRow(this, input, ActiveColumns(activeColumns));
    }

    /// <summary>For each output column whether it is wanted.</summary>
    public bool[] ActiveColumns(IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
        {
            if (column.Index >= active.Length || !string.Equals(OutputSchema[column.Index].Name, column.Name, StringComparison.Ordinal))
            {
                throw new ArgumentException($"Column '{column.Name}' is not of this schema.", nameof(columns));
            }

            active[column.Index] = true;
        }

        return active;
    }

    /// <summary>The input columns that the wanted output columns need.</summary>
    public DataViewSchema.Column[] GetActiveInputs(bool[] active)
    {
        var scored = IsAnyScored(active);
        return [.. InputSchema.Where(column => active[column.Index] || (scored && (column.Index == _text || column.Index == _item)))];
    }

    /// <summary>Whether one of the added columns is wanted.</summary>
    public bool IsAnyScored(bool[] active) => active.AsSpan(InputSchema.Count).Contains(true);

    /// <summary>The part of <paramref name="active"/> that belongs to the added columns.</summary>
    public bool[] ScoredPart(bool[] active) => active[InputSchema.Count..];

    /// <summary>A function that reads item and text of the row that <paramref name="row"/> stands on.</summary>
    public Func<long, TextRow> CreateReader(DataViewRow row)
    {
        var getText = row.GetGetter<ReadOnlyMemory<char>>(InputSchema[_text]);
        var readItem = _item < 0 ? null : CellText.CreateReader(row, InputSchema[_item]);
        ReadOnlyMemory<char> text = default;
        return position =>
        {
            getText(ref text);
            return new TextRow(position, readItem?.Invoke(), text.ToString());
        };
    }
}
