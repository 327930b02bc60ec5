namespace GwSmm.OptimalTransport;

/// <summary>One solved pair, reported while all pairs are being solved.</summary>
/// <param name="First">The position of the first space, from 0.</param>
/// <param name="Second">The position of the second space, from 0; greater than <paramref name="First"/>.</param>
/// <param name="Value">The Gromov-Wasserstein value of the pair, see <see cref="GromovWassersteinResult.Value"/>.</param>
/// <param name="LowerBound">What the global minimum is not below, see <see cref="GromovWassersteinResult.LowerBound"/>.</param>
/// <param name="Iterations">The iterations that the solver made.</param>
/// <param name="Converged">Whether the solver stopped for its tolerance rather than for the limit of iterations.</param>
/// <param name="Done">Pairs known so far: this one, those solved before and those that a file held.</param>
/// <param name="Total">All pairs of the run.</param>
public sealed record PairProgress(int First, int Second, double Value, double LowerBound, int Iterations, bool Converged, int Done, int Total);
