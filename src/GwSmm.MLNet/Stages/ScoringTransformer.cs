using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>A fitted stage that adds columns computed by text encoders and heads. Immutable; thread-safe.</summary>
public abstract class ScoringTransformer : ITransformer
{
    private readonly IRowScorer _scorer;

    private protected ScoringTransformer(IHostEnvironment environment, Func<StageLog, IRowScorer> createScorer)
    {
        Log = new StageLog(environment);
        _scorer = createScorer(Log);
    }

    /// <summary>Whether rows are mapped one by one: always.</summary>
    bool ITransformer.IsRowToRowMapper => true;

    private protected StageLog Log { get; }

    /// <summary>The input's columns and those that this stage adds.</summary>
    /// <param name="inputSchema">The schema of the data to come.</param>
    /// <returns>The schema of the transformed data.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowBinding(_scorer, inputSchema).OutputSchema;
    }

    /// <summary>Adds the columns; they are computed while the result is read, in batches, and only those that are read.</summary>
    /// <param name="input">The data.</param>
    /// <returns>The data with the added columns.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type. While reading: a text is empty or an item unknown.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView(input, new RowBinding(_scorer, input.Schema));
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowBinding(_scorer, inputSchema);
    }

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        SaveTo(ctx);
    }

    private protected abstract void SaveTo(ModelSaveContext context);
}
