namespace GwSmm.OptimalTransport;

/// <summary>One solved pair, reported while all pairs are being solved.</summary>
/// <param name="First">The position of the first space, from 0.</param>
/// <param name="Second">The position of the second space, from 0; greater than <paramref name="First"/>.</param>
/// <param name="Value">The Gromov-Wasserstein value of the pair, see <see cref="GromovWassersteinResult.Value"/>.</param>
/// <param name="Iterations">The iterations that the solver made.</param>
/// <param name="Converged">Whether the solver stopped for its tolerance rather than for the limit of iterations.</param>
/// <param name="Done">Pairs solved so far, this one included.</param>
/// <param name="Total">All pairs.</param>
public sealed record PairProgress(int First, int Second, double Value, int Iterations, bool Converged, int Done, int Total);
