namespace GwSmm.OptimalTransport;

/// <summary>What a comparison of many spaces found. Thread-safe.</summary>
public sealed class PairwiseResult
{
    private readonly PairTable _table;
    private readonly Lazy<DistanceMatrix> _distances;
    private readonly Lazy<DistanceMatrix> _lowerBounds;

    /// <summary>Records a comparison.</summary>
    /// <param name="names">The names of the spaces.</param>
    /// <param name="solver">The solver with its options.</param>
    /// <param name="kind">Which number the matrices hold.</param>
    /// <param name="table">The pairs, all known.</param>
    /// <param name="resumed">Pairs that were known before.</param>
    internal PairwiseResult(IReadOnlyList<string> names, string solver, DistanceKind kind, PairTable table, int resumed)
    {
        (Names, Solver, Kind, _table, Resumed) = (names, solver, kind, table, resumed);
        _distances = new Lazy<DistanceMatrix>(() => Matrix(pair => pair.Value));
        _lowerBounds = new Lazy<DistanceMatrix>(() => Matrix(pair => Math.Max(0, pair.LowerBound)));
    }

    /// <summary>The names of the spaces [k].</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The solver with its options, see <see cref="IGromovWassersteinSolver.Description"/>.</summary>
    public string Solver { get; }

    /// <summary>Which number the matrices hold.</summary>
    public DistanceKind Kind { get; }

    /// <summary>The number of pairs: k (k - 1) / 2, or those of the share.</summary>
    public int Pairs => _table.Total;

    /// <summary>Pairs that a file held before the run.</summary>
    public int Resumed { get; }

    /// <summary>Pairs whose solver ran out of iterations.</summary>
    public int NotConverged => _table.NotConverged;

    /// <summary>Whether all pairs are here and not only a share.</summary>
    public bool IsWhole => _table.Start == 0 && _table.End == new PairOrder(Names.Count).Total;

    /// <summary>The distances.</summary>
    /// <exception cref="InvalidOperationException">Only a share is here.</exception>
    public DistanceMatrix Distances => _distances.Value;

    /// <summary>Numbers that the global minima are not below; zeros unless the solver computes bounds.</summary>
    /// <exception cref="InvalidOperationException">Only a share is here.</exception>
    public DistanceMatrix LowerBounds => _lowerBounds.Value;

    /// <summary>The mean of (value - lower bound) / value over the pairs whose value is above 0, in [0, 1]; 0 without such pairs.</summary>
    public double MeanRelativeGap => _table.MeanRelativeGap();

    private DistanceMatrix Matrix(Func<(double Value, double LowerBound), double> select)
    {
        if (!IsWhole)
        {
            throw new InvalidOperationException("A share of the pairs is no matrix; combine the files of all shares.");
        }

        var count = Names.Count;
        var values = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var value = select(_table[i, j]);
                values[(i * count) + j] = values[(j * count) + i] = Kind == DistanceKind.Value ? value : Math.Sqrt(value);
            }
        }

        return new DistanceMatrix(Names, values);
    }
}
