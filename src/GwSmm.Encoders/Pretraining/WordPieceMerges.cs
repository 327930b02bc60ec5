using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>
/// Words as pieces, and the joining of their most frequent pairs. Counts of pairs are kept up to date word by word; a queue of pairs holds
/// outdated counts too, which are put right when they come to its head. Not thread-safe.
/// </summary>
internal sealed class WordPieceMerges
{
    private readonly List<string> _pieces = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int[] Pieces, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly HashSet<(int Left, int Right)> _raised = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, string Left, string Right)> _queue = new(new HighestCountFirst());

    /// <summary>Takes words.</summary>
    /// <param name="words">Each as pieces, with the number of its occurrences.</param>
    public WordPieceMerges(IEnumerable<(List<string> Pieces, long Count)> words)
    {
        foreach (var (pieces, count) in words)
        {
            _words.Add(([.. pieces.Select(Number)], count));
            AddPairs(_words.Count - 1, 1);
        }

        EnqueueRaised();
    }

    /// <summary>Joins the most frequent pair everywhere.</summary>
    /// <param name="minimumCount">How often it must occur.</param>
    /// <returns>The new piece; null where no pair is frequent enough.</returns>
    public string? Next(int minimumCount)
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = _counts.GetValueOrDefault(pair);
            if (count != priority.Count)
            {
                // A count that rose has been queued again; one that fell has not.
                if (count > 0 && count < priority.Count)
                {
                    _queue.Enqueue(pair, PriorityOf(pair, count));
                }

                continue;
            }

            return count < minimumCount ? null : Join(pair);
        }

        return null;
    }

    private string Join((int Left, int Right) pair)
    {
        var text = _pieces[pair.Left] + _pieces[pair.Right][WordPieceTrainer.Continuation.Length..];
        var joined = Number(text);
        foreach (var word in _places[pair].ToArray())
        {
            AddPairs(word, -1);
            _words[word] = (Replace(_words[word].Pieces, pair, joined), _words[word].Count);
            AddPairs(word, 1);
        }

        EnqueueRaised();
        return text;
    }

    private static int[] Replace(int[] pieces, (int Left, int Right) pair, int joined)
    {
        var result = new List<int>(pieces.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i + 1 < pieces.Length && pieces[i] == pair.Left && pieces[i + 1] == pair.Right)
            {
                result.Add(joined);
                i++;
            }
            else
            {
                result.Add(pieces[i]);
            }
        }

        return [.. result];
    }

    private void AddPairs(int word, int sign)
    {
        var (pieces, count) = _words[word];
        for (var i = 0; i + 1 < pieces.Length; i++)
        {
            var pair = (pieces[i], pieces[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            var places = CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= [];
            if (sign > 0)
            {
                places.Add(word);
                _raised.Add(pair);
            }
            else
            {
                places.Remove(word);
            }
        }
    }

    private void EnqueueRaised()
    {
        foreach (var pair in _raised)
        {
            _queue.Enqueue(pair, PriorityOf(pair, _counts[pair]));
        }

        _raised.Clear();
    }

    private int Number(string piece)
    {
        if (!_numbers.TryGetValue(piece, out var number))
        {
            number = _pieces.Count;
            _pieces.Add(piece);
            _numbers.Add(piece, number);
        }

        return number;
    }

    private (long Count, string Left, string Right) PriorityOf((int Left, int Right) pair, long count) => (count, _pieces[pair.Left], _pieces[pair.Right]);

    private sealed class HighestCountFirst : IComparer<(long Count, string Left, string Right)>
    {
        public int Compare((long Count, string Left, string Right) x, (long Count, string Left, string Right) y)
        {
            var order = y.Count.CompareTo(x.Count);
            order = order != 0 ? order : string.CompareOrdinal(x.Left, y.Left);
            return order != 0 ? order : string.CompareOrdinal(x.Right, y.Right);
        }
    }
}
