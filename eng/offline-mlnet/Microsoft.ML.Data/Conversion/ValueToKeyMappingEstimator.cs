using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed partial class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _order;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(InputOutputColumnPair[] columns, int maximumNumberOfKeys, KeyOrdinality order, bool asText, IDataView keyData)
    {
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _order = order;
        _asText = asText;
        _keyData = keyData;
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ValueToKeyMappingTransformer([.. _columns.Select(pair => Learn(pair, input))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (InputOutputColumnPair pair in _columns)
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column source))
                throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{pair.InputColumnName}'");
            DataViewType item = _asText ? TextDataViewType.Instance : source.ItemType;
            var annotations = new SchemaShape([new SchemaShape.Column("KeyValues", SchemaShape.Column.VectorKind.Vector, item, false)]);
            columns[pair.OutputColumnName] = new SchemaShape.Column(pair.OutputColumnName, source.Kind, NumberDataViewType.UInt32, true, annotations);
        }

        return new SchemaShape(columns.Values);
    }

    private KeyMap Learn(InputOutputColumnPair pair, IDataView input)
    {
        DataViewSchema.Column trained = input.Schema.GetColumnOrNull(pair.InputColumnName)
            ?? throw new ArgumentOutOfRangeException(nameof(input), $"Could not find input column '{pair.InputColumnName}'");
        IDataView source = _keyData ?? input;
        DataViewSchema.Column column = _keyData is null ? trained : _keyData.Schema[0];
        if (column.Type is not PrimitiveDataViewType)
            throw new NotSupportedException("The offline stand-in for ML.NET maps single values to keys, no vectors.");
        var values = new List<object>();
        var seen = new HashSet<object>();
        using DataViewRowCursor cursor = source.GetRowCursor([column]);
        Func<object> read = RawValues.CreateReader(cursor, column);
        while (values.Count < _maximumNumberOfKeys && cursor.MoveNext())
        {
            object value = read();
            if (KeyMap.Comparable(value) is { } comparable && seen.Add(comparable))
                values.Add(value is ReadOnlyMemory<char> text ? text.ToString().AsMemory() : value);
        }

        if (_order == KeyOrdinality.ByValue)
            values = [.. values.OrderBy(KeyMap.Comparable, Comparer<object>.Create(KeyMap.Compare))];
        return new KeyMap(pair.InputColumnName, pair.OutputColumnName, (PrimitiveDataViewType)column.Type, [.. values], _asText);
    }
}
