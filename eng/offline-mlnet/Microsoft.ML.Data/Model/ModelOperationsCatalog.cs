using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class ModelOperationsCatalog
{
    private const string SchemaEntry = "Schema";
    private const string ModelFolder = "TransformerChain";

    private readonly IHostEnvironment _environment;

    internal ModelOperationsCatalog(IHostEnvironment environment) => _environment = environment;

    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using RepositoryWriter repository = RepositoryWriter.CreateNew(stream, _environment);
        ModelSaveContext.SaveModel(repository, model, ModelFolder);
        if (inputSchema is not null)
        {
            using Repository.Entry entry = repository.CreateEntry(SchemaEntry);
            using var writer = new BinaryWriter(entry.Stream, Encoding.UTF8, leaveOpen: true);
            SchemaStream.Write(writer, inputSchema);
        }

        repository.Commit();
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        inputSchema = null;
        using RepositoryReader repository = RepositoryReader.Open(stream, _environment);
        using (Repository.Entry entry = repository.OpenEntryOrNull(SchemaEntry))
        {
            if (entry is not null)
            {
                using var reader = new BinaryReader(entry.Stream, Encoding.UTF8, leaveOpen: true);
                inputSchema = SchemaStream.Read(reader);
            }
        }

        ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_environment, out ITransformer model, repository, ModelFolder);
        return model;
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
    {
        SchemaDefinition.Refuse(inputSchemaDefinition);
        SchemaDefinition.Refuse(outputSchemaDefinition);
        return new PredictionEngine<TSrc, TDst>(transformer, ignoreMissingColumns);
    }
}
