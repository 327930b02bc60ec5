namespace GwSmm.OptimalTransport;

/// <summary>A barycentre and how it was found. Thread-safe.</summary>
public sealed class GromovWassersteinBarycenterResult
{
    internal GromovWassersteinBarycenterResult(MetricMeasureSpace space, IReadOnlyList<GromovWassersteinResult> matches, IReadOnlyList<BarycenterProgress> trace, bool converged)
    {
        Space = space;
        Matches = matches;
        Trace = trace;
        Converged = converged;
    }

    /// <summary>The barycentre: its costs [N, N] and weights [N].</summary>
    public MetricMeasureSpace Space { get; }

    /// <summary>How each space was matched, the barycentre being the source, with the costs before the last update.</summary>
    public IReadOnlyList<GromovWassersteinResult> Matches { get; }

    /// <summary>Each iteration.</summary>
    public IReadOnlyList<BarycenterProgress> Trace { get; }

    /// <summary>Whether the search stopped for another reason than the limit of iterations.</summary>
    public bool Converged { get; }
}
