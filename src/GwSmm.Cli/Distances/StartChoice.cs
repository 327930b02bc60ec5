using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>What <c>--start</c> names: where solvers start from.</summary>
/// <param name="Name">The name.</param>
/// <param name="Wrap">Makes a solver that starts there of one that starts at the product of the weights.</param>
internal sealed record StartChoice(string Name, Func<IGromovWassersteinSolver, IGromovWassersteinSolver> Wrap)
{
    /// <summary>The default: the product of the weights.</summary>
    public const string Product = "product";

    private const int RandomStarts = 3;

    /// <summary>All starts.</summary>
    public static IReadOnlyList<StartChoice> All { get; } =
    [
        new(Product, solver => solver),
        new("identity", solver => new MultiStartSolver(solver, new MultiStartOptions { Starts = [InitialCoupling.Identity] })),
        new("tlb", solver => new MultiStartSolver(solver, new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound] })),
        new("best", solver => new MultiStartSolver(solver, new MultiStartOptions { Starts = [InitialCoupling.Product, InitialCoupling.ThirdLowerBound], RandomStarts = RandomStarts })),
    ];

    /// <summary>Applies a start.</summary>
    /// <param name="name">One of the names.</param>
    /// <param name="solver">The solver.</param>
    /// <returns>The solver that starts there.</returns>
    public static IGromovWassersteinSolver Apply(string name, IGromovWassersteinSolver solver) =>
        All.Single(choice => string.Equals(choice.Name, name, StringComparison.Ordinal)).Wrap(solver);
}
