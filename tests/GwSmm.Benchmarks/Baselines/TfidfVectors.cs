namespace GwSmm.Benchmarks.Baselines;

/// <summary>TF-IDF of words and word pairs: sublinear term frequency, smoothed inverse document frequency, unit length.</summary>
internal sealed class TfidfVectors
{
    private const int MinimumDocumentFrequency = 2;
    private readonly Dictionary<string, (int Column, double Idf)> _terms = new(StringComparer.Ordinal);

    /// <summary>Learns the terms of the training texts.</summary>
    /// <param name="texts">The training texts.</param>
    public TfidfVectors(IReadOnlyList<string> texts)
    {
        var frequency = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in texts.SelectMany(text => Terms(text).Distinct(StringComparer.Ordinal)))
        {
            frequency[term] = frequency.GetValueOrDefault(term) + 1;
        }

        foreach (var (term, count) in frequency)
        {
            if (count >= MinimumDocumentFrequency)
            {
                _terms.Add(term, (_terms.Count, Math.Log((1.0 + texts.Count) / (1 + count)) + 1));
            }
        }
    }

    /// <summary>The sparse unit vector of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Columns in ascending order with their values.</returns>
    public (int Column, double Value)[] Transform(string text)
    {
        var values = Terms(text)
            .Where(_terms.ContainsKey)
            .CountBy(term => term, StringComparer.Ordinal)
            .Select(pair => (_terms[pair.Key].Column, Value: (1 + Math.Log(pair.Value)) * _terms[pair.Key].Idf))
            .OrderBy(pair => pair.Column)
            .ToArray();
        var norm = Math.Sqrt(values.Sum(pair => pair.Value * pair.Value));
        return [.. values.Select(pair => (pair.Column, pair.Value / norm))];
    }

    /// <summary>The inner product of two sparse vectors.</summary>
    /// <param name="left">Columns in ascending order.</param>
    /// <param name="right">Columns in ascending order.</param>
    /// <returns>The cosine similarity of the two texts.</returns>
    public static double Dot((int Column, double Value)[] left, (int Column, double Value)[] right)
    {
        var sum = 0.0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            if (left[i].Column == right[j].Column)
            {
                sum += left[i++].Value * right[j++].Value;
            }
            else if (left[i].Column < right[j].Column)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum;
    }

    private static IEnumerable<string> Terms(string text)
    {
        string? previous = null;
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = text[start..i].ToLowerInvariant();
                start = -1;
                yield return word;
                if (previous is not null)
                {
                    yield return previous + " " + word;
                }

                previous = word;
            }
        }
    }
}
