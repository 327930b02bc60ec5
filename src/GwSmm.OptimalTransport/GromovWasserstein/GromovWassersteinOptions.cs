namespace GwSmm.OptimalTransport;

/// <summary>How conditional-gradient solvers step and when they stop. The defaults are those of Python Optimal Transport (POT).</summary>
public sealed record GromovWassersteinOptions
{
    /// <summary>The largest number of iterations, at least 1; 10,000 by default.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Stop when an iteration changes the objective by less than this fraction of it; at least 0; 1e-9 by default.</summary>
    public double RelativeTolerance { get; init; } = 1e-9;

    /// <summary>Stop when an iteration changes the objective by at most this; at least 0; 1e-9 by default. It has the unit of the squared costs;
    /// where these are below 1 on average (the sum of both spaces), it is a fraction of that average, so that scaling costs down changes no
    /// plan. There POT stops earlier.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-9;

    /// <summary>How far each step goes; to the exact minimum by default.</summary>
    public LineSearch LineSearch { get; init; } = LineSearch.Exact;

    /// <summary>The certified lower bounds that the result takes the largest of; the first, which costs next to nothing, by default.
    /// For semi-relaxed plans see <see cref="LowerBounds"/>.</summary>
    public LowerBounds Bounds { get; init; } = LowerBounds.First;

    /// <summary>Checks the ranges.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal static GromovWassersteinOptions Check(GromovWassersteinOptions? options)
    {
        options ??= new GromovWassersteinOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options));
        if (!(options.RelativeTolerance >= 0) || !(options.AbsoluteTolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options, "Tolerances must be at least 0.");
        }

        GromovWassersteinBounds.CheckKinds(options.Bounds);
        return Enum.IsDefined(options.LineSearch)
            ? options
            : throw new ArgumentOutOfRangeException(nameof(options), options.LineSearch, "Not a line search.");
    }
}
