using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Trains the scoring model of one item on that item's rows. Immutable; thread-safe.</summary>
public sealed class TextScorerEstimator : IEstimator<TextScorerTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _item;
    private readonly ScorerTraining _training;

    internal TextScorerEstimator(IHostEnvironment environment, string item, BaseEncoder baseEncoder, TextScorerOptions? options)
    {
        _environment = environment;
        _item = item;
        _training = new ScorerTraining(environment, baseEncoder, options ?? new TextScorerOptions());
    }

    /// <summary>Trains on the item's rows.</summary>
    /// <param name="input">Data with item, text and label columns.</param>
    /// <returns>The fitted stage.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type, a row lacks text or label, or the item has too few rows or classes.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TextScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var table = _training.Read(input, [_item]);
        return _training.Fit(_environment, _item, table);
    }

    /// <summary>The input's columns and the item's three.</summary>
    /// <param name="inputSchema">The shape of the training data.</param>
    /// <returns>The shape of the transformed data.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var multiLabel = StageShape.CheckTraining(inputSchema, _training.Columns);
        return StageShape.Add(inputSchema, StageShape.ItemColumns(_item, multiLabel));
    }
}
