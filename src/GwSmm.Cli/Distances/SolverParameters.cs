using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>What some solvers take; null where the command line says nothing.</summary>
/// <param name="Epsilon">The weight of the entropy, <c>--epsilon</c>.</param>
/// <param name="Alpha">The weight of structure against features of fused problems, <c>--alpha</c>.</param>
/// <param name="Mass">The mass that is transported, <c>--mass</c>.</param>
/// <param name="Rank">The rank of the plan, <c>--rank</c>.</param>
/// <param name="Bounds">The lower bounds to compute, <c>--bounds</c>.</param>
internal sealed record SolverParameters(double? Epsilon, double? Alpha, double? Mass, int? Rank, LowerBounds? Bounds)
{
    /// <summary>The weight of structure against features of the solver that selects features, also <c>--alpha</c>: its problems are not fused ones.</summary>
    public double? SelectionAlpha { get; init; }

    /// <summary>The weight of the entropy, by default that of the entropic solvers.</summary>
    public double EpsilonOrDefault => Epsilon ?? new EntropicGromovWassersteinOptions().Epsilon;

    /// <summary>The mass, by default all of it.</summary>
    public double MassOrDefault => Mass ?? 1;

    /// <summary>The rank, by default that of the low-rank solver.</summary>
    public int RankOrDefault => Rank ?? new LowRankGromovWassersteinOptions().Rank;

    /// <summary>The bounds, by default none, for solvers whose bounds can take longer than they do.</summary>
    public LowerBounds BoundsOrNone => Bounds ?? LowerBounds.None;

    /// <summary>The bounds, by default the first.</summary>
    public LowerBounds BoundsOrDefault => Bounds ?? LowerBounds.First;
}
