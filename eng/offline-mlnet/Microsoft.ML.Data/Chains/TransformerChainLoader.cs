using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class TransformerChainLoader
{
    public const string Signature = "TransformerChain";

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(transformers.Length);
        for (int i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], FolderOf(i));
        }
    }

    public static TransformerChain<ITransformer> Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var transformers = new ITransformer[ctx.Reader.ReadInt32()];
        var scopes = new TransformerScope[transformers.Length];
        for (int i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], FolderOf(i));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string FolderOf(int index) => $"Transform_{index:000}";

    private static VersionInfo GetVersionInfo() =>
        new("XF CHAIN", 0x00010001, 0x00010001, 0x00010001, typeof(TransformerChainLoader).Assembly.FullName, Signature);
}
