namespace GwSmm.OptimalTransport;

/// <summary>The length of a step along which the objective changes by linear a + quadratic a^2.</summary>
internal static class StepLength
{
    private const double ArmijoFirst = 0.99;
    private const double ArmijoFraction = 1e-4;

    /// <summary>Finds the length.</summary>
    /// <param name="search">The rule.</param>
    /// <param name="linear">The slope at 0.</param>
    /// <param name="quadratic">Half the curvature.</param>
    /// <returns>In [0, 1]; 0 when no step lowers the objective.</returns>
    public static double Of(LineSearch search, double linear, double quadratic)
    {
        if (search == LineSearch.Exact)
        {
            return quadratic > 0 ? Math.Clamp(-linear / (2 * quadratic), 0, 1) : quadratic + linear < 0 ? 1 : 0;
        }

        var change = ((quadratic * ArmijoFirst) + linear) * ArmijoFirst;
        if (change < 0 && change <= ArmijoFraction * ArmijoFirst * linear)
        {
            return ArmijoFirst;
        }

        // The objective is a parabola, so the first interpolation already finds its minimum.
        return quadratic > 0 ? Math.Clamp(-linear / (2 * quadratic), 0, 1) : 0;
    }
}
