namespace GwSmm.OptimalTransport;

/// <summary>
/// A way to solve Gromov-Wasserstein problems. Built once with its options and reused. Implementations are thread-safe and run
/// each solve on the calling thread.
/// </summary>
public interface IGromovWassersteinSolver
{
    /// <summary>The name shown to people, such as <c>conditional-gradient</c>.</summary>
    string Name { get; }

    /// <summary>The name with all options, as one line that is the same exactly when the options are the same.</summary>
    string Description { get; }

    /// <summary>Whether every result is a coupling of both weights with the value of the problem itself, so that lower bounds for couplings hold for
    /// it. False unless a solver says otherwise, as for partial or unbalanced plans.</summary>
    bool GivesCouplings => false;

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan, its value, a number that no plan of its kind is below, and why the solver stopped; of a derived type where a solver
    /// finds more.</returns>
    /// <exception cref="GwSmmException">The problem is not one for this solver.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default);
}
