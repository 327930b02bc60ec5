namespace GwSmm.Cli;

/// <summary>Numbers that some solvers take; null where the command line has none.</summary>
/// <param name="Epsilon">The weight of the entropy, <c>--epsilon</c>.</param>
/// <param name="Alpha">The weight of structure against features, <c>--alpha</c>.</param>
/// <param name="Mass">The mass that is transported, <c>--mass</c>.</param>
internal sealed record SolverParameters(double? Epsilon, double? Alpha, double? Mass);
