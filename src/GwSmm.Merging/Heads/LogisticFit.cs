namespace GwSmm.Merging;

/// <summary>A fitted logistic regression.</summary>
/// <param name="Parameters">Weights [c, r], then intercepts [c].</param>
/// <param name="Penalty">The penalty.</param>
/// <param name="LogLoss">The cross-validated log loss; NaN where there was none.</param>
/// <param name="Iterations">Iterations of the final fit.</param>
/// <param name="Converged">Whether the gradient reached the tolerance.</param>
internal sealed record LogisticFit(double[] Parameters, double Penalty, double LogLoss, int Iterations, bool Converged);
