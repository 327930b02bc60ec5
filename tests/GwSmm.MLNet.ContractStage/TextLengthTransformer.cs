using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet.ContractStage;

/// <summary>Adds the column Length: the number of characters of Text, times a factor.</summary>
public sealed class TextLengthTransformer : ITransformer
{
    /// <summary>With this note the saved main stream is longer than what <see cref="Create"/> reads.</summary>
    public const string Unread = "unread";

    internal const string LoaderSignature = "GwSmmContractLength";

    /// <summary>Makes a stage.</summary>
    public TextLengthTransformer(float factor, string note)
    {
        Factor = factor;
        Note = note;
    }

    /// <summary>The factor.</summary>
    public float Factor { get; }

    /// <summary>A text that travels in a stream of its own.</summary>
    public string Note { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetRowToRowMapper(inputSchema).OutputSchema;

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new TextLengthMapper(this, inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => new TextLengthView(input, new TextLengthMapper(this, input.Schema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(Factor);
        if (string.Equals(Note, Unread, StringComparison.Ordinal))
            ctx.Writer.Write(0);
        ctx.SaveTextStream("note.txt", writer => writer.Write(Note));
        ctx.SaveBinaryStream("weights.bin", writer => writer.Write(Factor));
    }

    internal static TextLengthTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        float factor = ctx.Reader.ReadSingle();
        string note = "";
        if (!ctx.TryLoadTextStream("note.txt", reader => note = reader.ReadToEnd()))
            throw new FormatException("note.txt is missing");
        float again = 0;
        if (!ctx.TryLoadBinaryStream("weights.bin", reader => again = reader.ReadSingle()) || again != factor)
            throw new FormatException("weights.bin is missing or differs");
        return new TextLengthTransformer(factor, note);
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "GWCONTRC",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(TextLengthTransformer).Assembly.GetName().Name!,
        loaderSignature: LoaderSignature);
}
