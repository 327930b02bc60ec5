using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    private readonly InputOutputColumnPair[] _columns;

    internal KeyToValueMappingTransformer(InputOutputColumnPair[] columns) => _columns = columns;

    private protected override IRowToRowMapper CreateMapper(DataViewSchema schema) =>
        new ConversionMapper(schema, [.. _columns.Select(pair => Bind(pair, schema))]);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_columns.Length);
        foreach (InputOutputColumnPair pair in _columns)
        {
            ctx.SaveNonEmptyString(pair.OutputColumnName);
            ctx.SaveNonEmptyString(pair.InputColumnName);
        }
    }

    internal static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var columns = new InputOutputColumnPair[ctx.Reader.ReadInt32()];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = new InputOutputColumnPair(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        return new KeyToValueMappingTransformer(columns);
    }

    private static ConvertedColumn Bind(InputOutputColumnPair pair, DataViewSchema schema)
    {
        DataViewSchema.Column source = schema.GetColumnOrNull(pair.InputColumnName)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find input column '{pair.InputColumnName}'");
        if (source.Type is not KeyDataViewType || source.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType names)
            throw new InvalidOperationException($"Input column '{pair.InputColumnName}' is not a key with known values");
        Type raw = names.ItemType.RawType;
        IReadOnlyList<object> values = RawValues.ReadVectorAnnotation(source.Annotations, "KeyValues", raw);
        object missing = raw == typeof(float) ? float.NaN : raw == typeof(double) ? double.NaN : Activator.CreateInstance(raw);
        return new ConvertedColumn(pair.OutputColumnName, names.ItemType, null, source, value =>
        {
            ulong key = Convert.ToUInt64(value);
            return key > 0 && key <= (ulong)values.Count ? values[(int)key - 1] : missing;
        });
    }

    private static VersionInfo GetVersionInfo() =>
        new("KEY2VALT", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToValueMappingTransformer).Assembly.FullName, LoaderSignature);
}
