namespace GwSmm.OptimalTransport;

/// <summary>Where the costs of a space come from.</summary>
/// <param name="Metric">The cost between two feature vectors; null when the costs were given as a matrix.</param>
/// <param name="Normalization">What the costs were divided by.</param>
/// <param name="Scale">The number that they were divided by, above 0; 1 without normalisation.</param>
public sealed record CostOrigin(CostMetric? Metric, CostNormalization Normalization, double Scale);
