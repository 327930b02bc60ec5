namespace GwSmm.OptimalTransport;

/// <summary>
/// Finds nearest groups without solving most pairs. Pairs wait in a queue by the number that their value is not below. The first one is
/// taken a stage further until the first one is solved: then no other pair is nearer. Among equal numbers unsolved pairs come first,
/// so ties are decided by position, as in an exhaustive search. Not thread-safe.
/// </summary>
internal sealed class BestFirstSearch
{
    private readonly PairKeys _table;
    private readonly NearestGroupsOptions _options;
    private readonly PriorityQueue<(int I, int J), (double Key, bool Solved, int Pair)> _queue = new();
    private readonly List<NearestGroup> _groups = [];
    private readonly List<(int I, int J)> _batch = [];
    private readonly bool[] _taken;

    /// <summary>Prepares a search.</summary>
    /// <param name="table">The pairs with their cheap bounds.</param>
    /// <param name="options">The options.</param>
    public BestFirstSearch(PairKeys table, NearestGroupsOptions options)
    {
        _table = table;
        _options = options;
        _taken = new bool[table.Count];
    }

    /// <summary>Finds the groups.</summary>
    /// <returns>The groups in the order found.</returns>
    public IReadOnlyList<NearestGroup> Run()
    {
        for (var i = 0; i < _table.Count; i++)
        {
            for (var j = i + 1; j < _table.Count; j++)
            {
                Enqueue(i, j);
            }
        }

        while (_groups.Count < _options.Count && NextPair() is var (i, j))
        {
            if (_options.Goal == NearestGoal.Pairs)
            {
                _groups.Add(new NearestGroup([i, j], _table.Key(_table.PairOf(i, j))));
                continue;
            }

            List<int> members = [i, j];
            _taken[i] = _taken[j] = true;
            while (members.Count < _options.MaxGroupSize && NextMember(members) is { } next)
            {
                members.Add(next);
                _taken[next] = true;
            }

            _groups.Add(GroupDistance.Close(_table, members));
        }

        return _groups;
    }

    private void Enqueue(int i, int j)
    {
        var pair = _table.PairOf(i, j);
        _queue.Enqueue((i, j), (_table.Key(pair), _table.IsSolved(pair), pair));
    }

    // The nearest pair of free spaces; null when there is none.
    private (int I, int J)? NextPair()
    {
        while (true)
        {
            _batch.Clear();
            while (_batch.Count < _options.Threads && _queue.TryPeek(out var next, out var priority))
            {
                var (i, j) = next;
                var solved = _table.IsSolved(priority.Pair);
                if (_taken[i] || _taken[j])
                {
                    _queue.Dequeue();
                }
                else if (priority.Key != _table.Key(priority.Pair) || priority.Solved != solved)
                {
                    // Looked into since it was put here, for a member of some group.
                    _queue.Dequeue();
                    Enqueue(i, j);
                }
                else if (!solved)
                {
                    _batch.Add(_queue.Dequeue());
                }
                else if (_batch.Count == 0)
                {
                    return _queue.Dequeue();
                }
                else
                {
                    break;
                }
            }

            if (_batch.Count == 0)
            {
                return null;
            }

            _table.Refine(_batch, _groups.Count);
            foreach (var (i, j) in _batch)
            {
                Enqueue(i, j);
            }
        }
    }

    // The free space nearest to a group; null when none is free.
    private int? NextMember(List<int> members)
    {
        var candidates = Enumerable.Range(0, _table.Count).Where(candidate => !_taken[candidate]).ToList();
        while (candidates.Count > 0)
        {
            var ranked = candidates
                .Select(candidate => (
                    Distance: GroupDistance.Of(_table, members, candidate, _options.Linkage),
                    Solved: members.TrueForAll(member => _table.IsSolved(_table.PairOf(member, candidate))),
                    Candidate: candidate))
                .Order()
                .Take(_options.Threads)
                .ToArray();
            if (ranked[0].Solved)
            {
                return ranked[0].Candidate;
            }

            // Of each candidate the pair that is likely to be the farthest.
            _batch.Clear();
            _batch.AddRange(ranked.TakeWhile(item => !item.Solved).Select(item => (
                members.Where(member => !_table.IsSolved(_table.PairOf(member, item.Candidate)))
                    .MaxBy(member => _table.Key(_table.PairOf(member, item.Candidate))),
                item.Candidate)));
            _table.Refine(_batch, _groups.Count);
        }

        return null;
    }
}
