using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal KeyToValueMappingEstimator(InputOutputColumnPair[] columns)
        : base(new KeyToValueMappingTransformer(columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (InputOutputColumnPair pair in _columns)
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column source))
                throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{pair.InputColumnName}'");
            if (!source.IsKey || !source.Annotations.TryFindColumn("KeyValues", out SchemaShape.Column names))
                throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Schema mismatch for input column '{pair.InputColumnName}': expected a key with KeyValues");
            columns[pair.OutputColumnName] = new SchemaShape.Column(pair.OutputColumnName, source.Kind, names.ItemType, names.IsKey);
        }

        return new SchemaShape(columns.Values);
    }
}
