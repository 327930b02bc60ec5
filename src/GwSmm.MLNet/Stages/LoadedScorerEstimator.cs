using Microsoft.ML;

namespace GwSmm.MLNet;

/// <summary>A scoring model that is fitted already, in the form that pipelines are built of. Immutable; thread-safe.</summary>
public sealed class LoadedScorerEstimator : IEstimator<TextScorerTransformer>
{
    internal LoadedScorerEstimator(TextScorerTransformer transformer) => Transformer = transformer;

    /// <summary>The fitted stage.</summary>
    public TextScorerTransformer Transformer { get; }

    /// <summary>Gives the fitted stage; nothing is trained.</summary>
    /// <param name="input">The data; only its columns are checked.</param>
    /// <returns><see cref="Transformer"/>.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public TextScorerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Transformer.GetOutputSchema(input.Schema);
        return Transformer;
    }

    /// <summary>The input's columns and the item's three.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape of the transformed data.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        StageShape.CheckText(inputSchema, Transformer.Columns.Text);
        return StageShape.Add(inputSchema, StageShape.ItemColumns(Transformer.Item, Transformer.Model.Head.Kind == Encoders.HeadKind.MultiLabel));
    }
}
