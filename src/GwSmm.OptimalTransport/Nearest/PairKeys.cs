using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// What is known of each pair of spaces: a number that its value is not below, or the value itself. Each refinement takes a pair one
/// stage further. Not thread-safe; several pairs are refined at a time.
/// </summary>
internal sealed class PairKeys
{
    // Values are computed in floating point too.
    private const double Slack = 1e-9;

    // Plans of iterative solvers meet the weights nearly; a value that is lower by more belongs to another problem.
    private const double LargestViolation = 1e-6;

    private readonly BuiltSpaceCache _cache;
    private readonly NearestGroupsOptions _options;
    private readonly SolvedPairs? _solved;
    private readonly IProgress<NearestGroupsProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly double[] _key;
    private readonly PairStage[] _stage;
    private readonly Dictionary<LowerBounds, long> _bounds = [];

    /// <summary>Creates a table that knows nothing.</summary>
    /// <param name="cache">The spaces [k].</param>
    /// <param name="options">The options.</param>
    /// <param name="solved">Pairs solved before, and where others go; null for neither.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PairKeys(
        BuiltSpaceCache cache, NearestGroupsOptions options, SolvedPairs? solved, IProgress<NearestGroupsProgress>? progress, CancellationToken cancellationToken)
    {
        _cache = cache;
        _options = options;
        _solved = solved;
        _progress = progress;
        _cancellationToken = cancellationToken;
        Count = cache.Count;
        _key = new double[Count * (Count - 1) / 2];
        _stage = new PairStage[_key.Length];
    }

    /// <summary>The number of spaces k.</summary>
    public int Count { get; }

    /// <summary>The number of pairs.</summary>
    public int Pairs => _key.Length;

    /// <summary>Pairs solved.</summary>
    public long Solves { get; private set; }

    /// <summary>Pairs that had been solved before.</summary>
    public long Resumed { get; private set; }

    /// <summary>How many pairs each kind of bound was computed for.</summary>
    public IReadOnlyDictionary<LowerBounds, long> Bounds => _bounds;

    /// <summary>The number of a pair; pairs are numbered in ascending order of both positions.</summary>
    /// <param name="i">One position.</param>
    /// <param name="j">The other position.</param>
    /// <returns>The number, from 0.</returns>
    public int PairOf(int i, int j)
    {
        var (low, high) = i < j ? (i, j) : (j, i);
        return (int)(((long)low * ((2L * Count) - low - 1)) / 2) + high - low - 1;
    }

    /// <summary>The value of a pair, or a number that it is not below.</summary>
    /// <param name="pair">The number of the pair.</param>
    /// <returns>At least 0.</returns>
    public double Key(int pair) => _key[pair];

    /// <summary>Whether the value of a pair is known.</summary>
    /// <param name="pair">The number of the pair.</param>
    /// <returns>True if it is.</returns>
    public bool IsSolved(int pair) => _stage[pair] == PairStage.Solved;

    /// <summary>Computes the cheap bounds of all pairs; needs each space once.</summary>
    public void ComputeCheapBounds()
    {
        var kinds = _options.Bounds & LowerBounds.Cheap;
        var light = new LightSignature[Count];
        var done = 0;
        var gate = new Lock();
        Threads.For(Count, _options.Threads, i =>
        {
            _cancellationToken.ThrowIfCancellationRequested();
            light[i] = _cache.Get(i).Signature.ToLight(kinds);
            lock (gate)
            {
                _progress?.Report(new NearestGroupsProgress(++done, 0, Pairs, 0));
            }
        });
        var table = BoundTable.Compute(light, _options.Threads, _cancellationToken);
        for (var i = 0; i < Count; i++)
        {
            for (var j = i + 1; j < Count; j++)
            {
                _key[PairOf(i, j)] = (1 - Slack) * table[(i * Count) + j];
            }
        }

        CountBounds(kinds, Pairs);
    }

    /// <summary>Takes pairs that are not solved one stage further, several at a time.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="groups">Groups found so far, for the progress.</param>
    public void Refine(IReadOnlyList<(int I, int J)> pairs, int groups)
    {
        var costly = _options.Bounds & ~LowerBounds.Cheap;
        var refined = new double[pairs.Count];
        var solves = new int[pairs.Count];
        Threads.For(pairs.Count, _options.Threads, k =>
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var (i, j) = pairs[k];
            var (low, high) = (Math.Min(i, j), Math.Max(i, j));
            var solving = Next(PairOf(i, j)) == PairStage.Solved;
            if (solving && _solved?.TryGet(low, high, out refined[k]) == true)
            {
                return;
            }

            var (a, b) = (_cache.Get(low), _cache.Get(high));
            if (!solving)
            {
                refined[k] = (1 - Slack) * GromovWassersteinBounds.Costly(a.Signature, b.Signature, costly, _cancellationToken);
                return;
            }

            var result = SpaceNames.Solve(_options.Solver, new GromovWassersteinProblem(a.Space, b.Space), _cache.Names, low, high, _cancellationToken);
            (refined[k], solves[k]) = (result.Value, 1);
            if (double.IsFinite(result.Value))
            {
                _solved?.Add(low, high, result);
            }
        });
        for (var k = 0; k < pairs.Count; k++)
        {
            var pair = PairOf(pairs[k].I, pairs[k].J);
            _stage[pair] = Next(pair);
            if (_stage[pair] == PairStage.Bounded)
            {
                CountBounds(costly, 1);
                _key[pair] = Math.Max(_key[pair], refined[k]);
                continue;
            }

            CheckBound(pairs[k], refined[k], _key[pair]);
            _key[pair] = refined[k];
            Solves += solves[k];
            Resumed += 1 - solves[k];
        }

        _progress?.Report(new NearestGroupsProgress(Count, Solves, Pairs, groups));
    }

    /// <summary>Solves all pairs, neighbours one after another so that few spaces need to be at hand.</summary>
    public void SolveAll()
    {
        var block = Math.Max(1, _cache.Capacity / 2);
        var pairs = Enumerable.Range(0, Count)
            .SelectMany(i => Enumerable.Range(i + 1, Count - i - 1).Select(j => (I: i, J: j)))
            .OrderBy(pair => pair.I / block).ThenBy(pair => pair.J / block)
            .ToArray();
        Array.Fill(_stage, PairStage.Bounded);
        foreach (var batch in pairs.Chunk(16 * _options.Threads))
        {
            Refine(batch, 0);
        }
    }

    private PairStage Next(int pair) =>
        _stage[pair] == PairStage.Cheap && (_options.Bounds & ~LowerBounds.Cheap) != LowerBounds.None ? PairStage.Bounded : PairStage.Solved;

    private void CheckBound((int I, int J) pair, double value, double bound)
    {
        if (!(value >= bound * (1 - LargestViolation)))
        {
            throw new GwSmmException(
                $"The solver '{_options.Solver.Name}' returned {value} for spaces {SpaceNames.Pair(_cache.Names, Math.Min(pair.I, pair.J), Math.Max(pair.I, pair.J))}, but no coupling of them is below {bound}: its plans do not keep both weights. Use a solver whose plans do, such as the exact one (conditional gradient), or compute the distances of all pairs.");
        }
    }

    private void CountBounds(LowerBounds kinds, long pairs)
    {
        foreach (var kind in Enum.GetValues<LowerBounds>())
        {
            if (int.IsPow2((int)kind) && kinds.HasFlag(kind))
            {
                _bounds[kind] = _bounds.GetValueOrDefault(kind) + pairs;
            }
        }
    }
}
