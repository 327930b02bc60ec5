namespace GwSmm.Evaluation;

/// <summary>The bias-corrected and accelerated interval (Efron, 1987), from resampled and jackknife values.</summary>
internal static class BcaInterval
{
    /// <summary>Computes the interval.</summary>
    /// <param name="estimate">The statistic of the sample.</param>
    /// <param name="resampled">Statistics of the resamples, ascending.</param>
    /// <param name="jackknife">Statistics with one case left out each.</param>
    /// <param name="confidence">The coverage.</param>
    /// <returns>Ends, bias correction and acceleration; both ends are the estimate where resampling never changes it.</returns>
    public static (double Lower, double Upper, double BiasCorrection, double Acceleration) Compute(double estimate, double[] resampled, double[] jackknife, double confidence)
    {
        if (resampled[0] == estimate && resampled[^1] == estimate)
        {
            return (estimate, estimate, 0, 0);
        }

        var below = resampled.Count(value => value < estimate) + (0.5 * resampled.Count(value => value == estimate));

        // All on one side would be an infinite correction: half a resample is put on the other.
        var share = Math.Clamp(below / resampled.Length, 0.5 / resampled.Length, 1 - (0.5 / resampled.Length));
        var bias = NormalTail.Quantile(share);
        var acceleration = Acceleration(jackknife);
        var tail = (1 - confidence) / 2;
        return (
            Quantile(resampled, Corrected(NormalTail.Quantile(tail), bias, acceleration)),
            Quantile(resampled, Corrected(NormalTail.Quantile(1 - tail), bias, acceleration)),
            bias,
            acceleration);
    }

    private static double Corrected(double z, double bias, double acceleration) =>
        NormalTail.Below(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));

    private static double Acceleration(double[] jackknife)
    {
        var mean = jackknife.Average();
        var (squares, cubes) = (0.0, 0.0);
        foreach (var value in jackknife)
        {
            var difference = mean - value;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }

        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    // Linear between order statistics: numpy's default.
    private static double Quantile(double[] sorted, double p)
    {
        var position = p * (sorted.Length - 1);
        var low = (int)Math.Floor(position);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }
}
