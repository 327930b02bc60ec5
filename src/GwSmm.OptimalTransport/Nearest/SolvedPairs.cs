namespace GwSmm.OptimalTransport;

/// <summary>The pairs that searches for nearest groups have solved, in the file of a comparison. Thread-safe for different pairs.</summary>
internal sealed class SolvedPairs : IDisposable
{
    private readonly PairTable _table;
    private readonly PairFile _file;
    private readonly Lock _gate = new();

    private SolvedPairs(PairTable table, PairFile file) => (_table, _file) = (table, file);

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spaces">The spaces [k].</param>
    /// <param name="names">Their names.</param>
    /// <param name="solver">What solves a pair.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The pairs; dispose them to close the file.</returns>
    /// <exception cref="GwSmmException">As for <see cref="PairFile.Open"/>.</exception>
    public static SolvedPairs Open(
        string path, IReadOnlyList<ISpaceSource> spaces, IReadOnlyList<string> names, IGromovWassersteinSolver solver, CancellationToken cancellationToken)
    {
        var order = new PairOrder(spaces.Count);
        var table = new PairTable(order, 0, order.Total);
        return new SolvedPairs(table, PairFile.Open(path, PairFileHeader.Create(spaces, names, solver.Description, PairShard.Whole, cancellationToken), table));
    }

    /// <summary>Looks a pair up.</summary>
    /// <param name="first">The first space.</param>
    /// <param name="second">The second space, above the first.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(int first, int second, out double value)
    {
        var known = _table.IsKnown(first, second);
        value = known ? _table[first, second].Value : 0;
        return known;
    }

    /// <summary>Keeps a pair.</summary>
    /// <param name="first">The first space.</param>
    /// <param name="second">The second space, above the first.</param>
    /// <param name="result">What the solver found.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void Add(int first, int second, GromovWassersteinResult result)
    {
        var record = new PairRecord(first, second, result.Value, result.LowerBound, result.Iterations, result.Converged);
        lock (_gate)
        {
            _table.TryAdd(record);
            _file.Append(record);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
