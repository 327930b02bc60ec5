using Microsoft.ML;

namespace GwSmm.MLNet.ContractTests;

/// <summary>Tells when the estimator is fitted.</summary>
internal sealed class FlaggedEstimator(IEstimator<ITransformer> inner, Action fitted) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        fitted();
        return inner.Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
}
