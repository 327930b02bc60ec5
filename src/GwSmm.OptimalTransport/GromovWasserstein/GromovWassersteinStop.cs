namespace GwSmm.OptimalTransport;

/// <summary>Why the solver stopped.</summary>
public enum GromovWassersteinStop
{
    /// <summary>The coupling solves its own linear problem: no vertex is better to first order.</summary>
    Stationary = 0,

    /// <summary>The objective changed by less than the absolute tolerance.</summary>
    AbsoluteTolerance = 1,

    /// <summary>The objective changed by less than the relative tolerance.</summary>
    RelativeTolerance = 2,

    /// <summary>The iterations ran out; the coupling is feasible and its value right, but a better one may be near.</summary>
    IterationLimit = 3,

    /// <summary>The coupling comes from a closed form, without iterations.</summary>
    ClosedForm = 4,
}
