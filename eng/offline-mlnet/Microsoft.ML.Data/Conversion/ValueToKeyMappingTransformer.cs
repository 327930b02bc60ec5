using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";

    private readonly KeyMap[] _maps;

    internal ValueToKeyMappingTransformer(KeyMap[] maps) => _maps = maps;

    private protected override IRowToRowMapper CreateMapper(DataViewSchema schema) =>
        new ConversionMapper(schema, [.. _maps.Select(map => map.Bind(schema))]);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_maps.Length);
        foreach (KeyMap map in _maps)
            map.Write(ctx.Writer);
    }

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var maps = new KeyMap[ctx.Reader.ReadInt32()];
        for (int i = 0; i < maps.Length; i++)
            maps[i] = KeyMap.Read(ctx.Reader);
        return new ValueToKeyMappingTransformer(maps);
    }

    private static VersionInfo GetVersionInfo() =>
        new("TERMTRNF", 0x00010001, 0x00010001, 0x00010001, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);
}
