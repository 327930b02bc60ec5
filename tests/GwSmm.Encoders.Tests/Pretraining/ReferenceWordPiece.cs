namespace GwSmm.Encoders.Tests;

/// <summary>The readable twin of WordPiece training: counts every pair anew before every joining.</summary>
internal static class ReferenceWordPiece
{
    public static List<string> Joined(IEnumerable<(List<string> Pieces, long Count)> words, int minimumCount, int merges)
    {
        var spelt = words.Select(word => (Pieces: word.Pieces.ToList(), word.Count)).ToList();
        var result = new List<string>();
        while (result.Count < merges)
        {
            var counts = new Dictionary<(string Left, string Right), long>();
            foreach (var (pieces, count) in spelt)
            {
                foreach (var pair in pieces.Zip(pieces.Skip(1)))
                {
                    counts[pair] = counts.GetValueOrDefault(pair) + count;
                }
            }

            var best = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Left, StringComparer.Ordinal).ThenBy(entry => entry.Key.Right, StringComparer.Ordinal).FirstOrDefault();
            if (best.Value < minimumCount)
            {
                return result;
            }

            result.Add(best.Key.Left + best.Key.Right[2..]);
            foreach (var (pieces, _) in spelt)
            {
                for (var i = 0; i + 1 < pieces.Count; i++)
                {
                    if ((pieces[i], pieces[i + 1]) == best.Key)
                    {
                        pieces[i] = result[^1];
                        pieces.RemoveAt(i + 1);
                    }
                }
            }
        }

        return result;
    }
}
