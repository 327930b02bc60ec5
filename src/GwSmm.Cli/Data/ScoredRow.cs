namespace GwSmm.Cli;

/// <summary>What a merged model says of one response.</summary>
/// <param name="Label">The predicted class; for a multi-label model the predicted labels, separated by commas.</param>
/// <param name="Probabilities">By class or label.</param>
internal sealed record ScoredRow(string Label, float[] Probabilities);
