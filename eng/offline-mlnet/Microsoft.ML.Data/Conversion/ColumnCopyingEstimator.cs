using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal ColumnCopyingEstimator(InputOutputColumnPair[] columns)
        : base(new ColumnCopyingTransformer(columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (InputOutputColumnPair pair in _columns)
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column source))
                throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{pair.InputColumnName}'");
            columns[pair.OutputColumnName] = new SchemaShape.Column(pair.OutputColumnName, source.Kind, source.ItemType, source.IsKey, source.Annotations);
        }

        return new SchemaShape(columns.Values);
    }
}
