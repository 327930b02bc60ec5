using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>
/// Trains a scoring model for every item that the data has, in order of first appearance, all from the same seed. Immutable; thread-safe.
/// </summary>
public sealed class TextScorersEstimator : IEstimator<TransformerChain<TextScorerTransformer>>
{
    private readonly IHostEnvironment _environment;
    private readonly ScorerTraining _training;

    internal TextScorersEstimator(IHostEnvironment environment, BaseEncoder baseEncoder, TextScorerOptions options)
    {
        _environment = environment;
        _training = new ScorerTraining(environment, baseEncoder, options);
    }

    /// <summary>Trains on every item's rows.</summary>
    /// <param name="input">Data with item, text and label columns.</param>
    /// <returns>One fitted stage per item.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type, a row lacks item, text or label, or an item has too few rows or classes.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TransformerChain<TextScorerTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var table = _training.Read(input, wanted: null);
        var stages = table.Items.Select(ITransformer (item) => _training.Fit(_environment, item, table)).ToArray();
        return new TransformerChain<TextScorerTransformer>(stages);
    }

    /// <summary>The input's columns: which items will be found is not known before the data is read.</summary>
    /// <param name="inputSchema">The shape of the training data.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        StageShape.CheckTraining(inputSchema, _training.Columns);
        return inputSchema;
    }
}
