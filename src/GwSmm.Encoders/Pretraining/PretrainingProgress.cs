namespace GwSmm.Encoders;

/// <summary>How far a pretraining is.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Steps">All optimiser steps.</param>
/// <param name="TrainingLoss">Mean loss per masked token, in nats, over the steps since the last report.</param>
/// <param name="HeldOutLoss">Mean loss per masked token of the held-out documents, in nats; null where it was not measured at this step.</param>
/// <param name="TokensPerSecond">Tokens trained on per second of clock time since the last report, measurements left out.</param>
public sealed record PretrainingProgress(int Step, int Steps, double TrainingLoss, double? HeldOutLoss, double TokensPerSecond);
