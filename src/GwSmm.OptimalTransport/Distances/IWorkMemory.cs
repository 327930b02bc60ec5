namespace GwSmm.OptimalTransport;

/// <summary>A solver that holds more matrices while it solves than others do.</summary>
internal interface IWorkMemory
{
    /// <summary>The matrices [n, m] of one solve.</summary>
    int WorkMatrices { get; }

    /// <summary>The matrices of one solve by any solver.</summary>
    /// <param name="solver">The solver.</param>
    /// <returns>Their number, <see cref="PairMemory.SolverMatrices"/> where it does not say.</returns>
    static int Of(IGromovWassersteinSolver solver) => solver is IWorkMemory work ? work.WorkMatrices : PairMemory.SolverMatrices;
}
