namespace GwSmm.Encoders;

/// <summary>How far a distillation is. Losses are means over the steps since the last report, each part before its weight.</summary>
/// <param name="Step">Optimiser steps done, from 1.</param>
/// <param name="Steps">All optimiser steps.</param>
/// <param name="Loss">The weighted sum of the parts.</param>
/// <param name="FeatureLoss">Squared error of the features in units of the teacher's variance: 0 for a perfect copy, 1 for the teacher's mean.</param>
/// <param name="LogitLoss">Divergence of the label distributions in nats, times the squared temperature.</param>
/// <param name="HiddenStateLoss">Squared error of the hidden states in units of the teacher's variance; 0 where it is not computed.</param>
public sealed record DistillationProgress(int Step, int Steps, double Loss, double FeatureLoss, double LogitLoss, double HiddenStateLoss);
