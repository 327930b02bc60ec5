using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A refitted head and how it was found.</summary>
/// <param name="Head">The head, in the scale of the features as given.</param>
/// <param name="Penalties">The penalty: one for multi-class, one per label for multi-label (0 for a label that is always or never set).</param>
/// <param name="LogLoss">The mean cross-validated log loss in nats per response, or per response and label; NaN where the penalty was given.</param>
/// <param name="Iterations">Iterations of the final fits.</param>
/// <param name="Converged">Whether every final fit reached the tolerance.</param>
public sealed record HeadRefitResult(ScoringHead Head, IReadOnlyList<double> Penalties, double LogLoss, int Iterations, bool Converged)
{
    /// <summary>What was chosen on cross-validated predictions; null where nothing was asked for.</summary>
    public HeadDecision? Decision { get; init; }
}
