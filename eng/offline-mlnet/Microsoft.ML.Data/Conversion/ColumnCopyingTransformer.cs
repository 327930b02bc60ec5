using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "CopyTransform";

    private readonly InputOutputColumnPair[] _columns;

    internal ColumnCopyingTransformer(InputOutputColumnPair[] columns) => _columns = columns;

    private protected override IRowToRowMapper CreateMapper(DataViewSchema schema) => new ConversionMapper(schema, [.. _columns.Select(pair =>
    {
        DataViewSchema.Column source = schema.GetColumnOrNull(pair.InputColumnName)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find input column '{pair.InputColumnName}'");
        return new ConvertedColumn(pair.OutputColumnName, source.Type, source.Annotations, source, value => value);
    })]);

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

    internal static ColumnCopyingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var columns = new InputOutputColumnPair[ctx.Reader.ReadInt32()];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = new InputOutputColumnPair(ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        return new ColumnCopyingTransformer(columns);
    }

    private static VersionInfo GetVersionInfo() =>
        new("COPYCOLT", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnCopyingTransformer).Assembly.FullName, LoaderSignature);
}
