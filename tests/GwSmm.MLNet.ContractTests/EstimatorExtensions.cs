using Microsoft.ML;

namespace GwSmm.MLNet.ContractTests;

internal static class EstimatorExtensions
{
    public static IEstimator<ITransformer> WithFlag(this IEstimator<ITransformer> estimator, Action fitted) => new FlaggedEstimator(estimator, fitted);
}
