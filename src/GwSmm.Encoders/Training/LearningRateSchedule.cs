namespace GwSmm.Encoders;

/// <summary>Linear warm-up from 0 to the peak, then linear decay to 0 at the end (Devlin et al., 2019).</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Steps">All optimiser steps.</param>
/// <param name="WarmupFraction">Share of the steps that warm up, in [0, 1).</param>
internal sealed record LearningRateSchedule(double Peak, int Steps, double WarmupFraction)
{
    /// <summary>The rate of a step, from 0; above 0 for every step.</summary>
    public double At(int step)
    {
        var warmup = (int)(WarmupFraction * Steps);
        return step < warmup ? Peak * (step + 1) / (warmup + 1) : Peak * (Steps - step) / (Steps - warmup);
    }
}
