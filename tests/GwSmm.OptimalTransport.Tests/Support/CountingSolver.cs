namespace GwSmm.OptimalTransport.Tests;

/// <summary>Solves like conditional gradient, counts its problems and fails after some.</summary>
/// <param name="limit">Problems until it fails.</param>
internal sealed class CountingSolver(int limit = int.MaxValue) : IGromovWassersteinSolver
{
    private readonly GromovWassersteinSolver _inner = new();
    private int _count;

    public int Count => _count;

    public string Name => _inner.Name;

    public string Description => _inner.Description;

    public bool GivesCouplings => true;

    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _count) <= limit ? _inner.Solve(problem, cancellationToken) : throw new OperationCanceledException("limit");
}
