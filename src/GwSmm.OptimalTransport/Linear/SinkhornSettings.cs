namespace GwSmm.OptimalTransport;

/// <summary>When Sinkhorn's iterations stop, whatever the epsilon.</summary>
/// <param name="MaxIterations">The largest number of iterations, at least 1.</param>
/// <param name="Tolerance">Stop when the norm of the error of the column sums is below this, at least 0.</param>
/// <param name="CheckInterval">Iterations between two tests, at least 1.</param>
/// <param name="Domain">How numbers are represented.</param>
internal sealed record SinkhornSettings(int MaxIterations, double Tolerance, int CheckInterval, SinkhornDomain Domain)
{
    /// <summary>Checks the ranges.</summary>
    /// <param name="name">The name of the argument that the settings came with.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SinkhornSettings Checked(string name)
    {
        IterationChecks.Iterations(MaxIterations, CheckInterval, Tolerance, name);
        return Enum.IsDefined(Domain) ? this : throw new ArgumentOutOfRangeException(name, Domain, "Not a domain.");
    }

    /// <summary>Whether the tolerance is tested after an iteration.</summary>
    /// <param name="iteration">The number of the iteration, from 1.</param>
    /// <returns>True after the first and then at every interval.</returns>
    public bool IsTest(int iteration) => (iteration - 1) % CheckInterval == 0;
}
