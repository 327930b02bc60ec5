namespace GwSmm.Evaluation;

/// <summary>The outcome of a <see cref="PairedBootstrap"/>.</summary>
/// <param name="Estimate">The statistic of the responses themselves.</param>
/// <param name="StandardError">The standard deviation of the statistic over the resamples.</param>
/// <param name="Lower">The lower end of the BCa interval.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="BiasCorrection">z0: the normal quantile of the share of resamples below the estimate.</param>
/// <param name="Acceleration">a: the skewness of the jackknife values over six.</param>
/// <param name="PValue">Two-sided: twice the smaller share of resamples (the sample itself among them) on either side of 0, at most 1.</param>
public sealed record BootstrapResult(double Estimate, double StandardError, double Lower, double Upper, double BiasCorrection, double Acceleration, double PValue);
