namespace GwSmm.Encoders;

/// <summary>Where a pretraining is, for a checkpoint; the arrays are kept apart.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Loss">Sum of the losses since the last report.</param>
/// <param name="Masked">Masked tokens since the last report.</param>
/// <param name="TrainingLoss">Mean training loss at the last report.</param>
/// <param name="Measured">The held-out losses measured.</param>
internal sealed record PretrainingState(int Step, double Loss, long Masked, double TrainingLoss, IReadOnlyList<HeldOutLoss> Measured);
