namespace GwSmm.OptimalTransport;

/// <summary>A coupling of points that follows the Gaussian map, and the closed form that the map comes from. Thread-safe.</summary>
public sealed class GaussianResult : GromovWassersteinResult
{
    internal GaussianResult(GromovWassersteinProblem problem, string solver, double value, Func<double[]> plan, double gaussianValue)
        : base(problem, solver, value, plan, [value], GromovWassersteinStop.ClosedForm)
    {
        GaussianValue = gaussianValue;
    }

    /// <summary>The value between Gaussian distributions with the means and covariances of the clouds, by <see cref="GaussianGromovWasserstein"/>, at least
    /// 0. It can be above or below <see cref="GromovWassersteinResult.Value"/>, which is that of the points.</summary>
    public double GaussianValue { get; }
}
