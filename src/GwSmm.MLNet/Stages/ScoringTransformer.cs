using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>A fitted stage that adds columns computed by text encoders and heads. Immutable; thread-safe.</summary>
public abstract class ScoringTransformer : ITransformer
{
    private readonly IRowScorer _scorer;

    private protected ScoringTransformer(IHostEnvironment environment, EncoderPrecision precision, Func<StageLog, IRowScorer> createScorer)
    {
        Environment = environment;
        Precision = precision;
        Log = new StageLog(environment);
        _scorer = createScorer(Log);
    }

    /// <summary>
    /// What encoders compute in. <see cref="EncoderPrecision.Int8"/> is 1.4 to 1.9 times as fast where it was measured; the cosine of
    /// their features with those of single precision was never below 0.9998 for three trained scorers, and with random weights 0.9995 for the shape of
    /// MiniLM and 0.9968 for that of BERT-base. So few predictions change, but some do: evaluate at the precision that will be used. Scores do not
    /// depend on the number of threads. The model's own weights stay in single precision, so the bytes come to a quarter of the layers' matrices more in
    /// memory: in a merged model once for each group, and once for each item that corrects its group's encoder, of the layers that it corrects.
    /// </summary>
    public EncoderPrecision Precision { get; }

    /// <summary>Whether rows are mapped one by one: always.</summary>
    bool ITransformer.IsRowToRowMapper => true;

    private protected IHostEnvironment Environment { get; }

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

    /// <summary>Checks an option.</summary>
    /// <param name="precision">Its value.</param>
    /// <param name="options">The record it stands in.</param>
    /// <exception cref="GwSmmException">There is no such precision.</exception>
    internal static void CheckPrecision(EncoderPrecision precision, string options)
    {
        if (!Enum.IsDefined(precision))
        {
            throw new GwSmmException($"Option {options}.Precision is {precision}; it must be one of {string.Join(", ", Enum.GetNames<EncoderPrecision>())}.");
        }
    }

    /// <summary>The same stage at another precision.</summary>
    internal ScoringTransformer At(EncoderPrecision precision) => AtPrecision(precision);

    private protected abstract ScoringTransformer AtPrecision(EncoderPrecision precision);

    private protected abstract void SaveTo(ModelSaveContext context);
}
