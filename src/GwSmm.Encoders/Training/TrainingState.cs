namespace GwSmm.Encoders;

/// <summary>Where a fine-tuning is, for a checkpoint; the arrays are kept apart.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Epoch">The epoch begun, from 1.</param>
/// <param name="Batch">Its batches done.</param>
/// <param name="LossSum">Sum of its losses so far.</param>
/// <param name="Best">The best epoch so far; null before the first is finished.</param>
internal sealed record TrainingState(int Step, int Epoch, int Batch, double LossSum, EpochProgress? Best);
