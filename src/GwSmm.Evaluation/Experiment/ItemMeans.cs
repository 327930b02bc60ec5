namespace GwSmm.Evaluation;

/// <summary>One number per item: the mean over seeds, and for each seed over draws. An item that has no value in some row has none.</summary>
internal static class ItemMeans
{
    /// <summary>The numbers of a run.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="metric">The metric.</param>
    public static SortedDictionary<string, double> Of(IEnumerable<ExperimentRow> rows, QualityMetric metric)
    {
        var result = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (item, seeds) in BySeed(rows, metric))
        {
            result.Add(item, seeds.Values.Average());
        }

        return result;
    }

    /// <summary>The numbers of two runs over the items, and of each item over the seeds, that both have.</summary>
    /// <param name="first">Rows of the first run.</param>
    /// <param name="second">Rows of the second.</param>
    /// <param name="metric">The metric.</param>
    /// <returns>Items in ordinal order, and their numbers; all empty where nothing is common.</returns>
    public static (string[] Items, double[] First, double[] Second) Pair(IEnumerable<ExperimentRow> first, IEnumerable<ExperimentRow> second, QualityMetric metric)
    {
        var (a, b) = (BySeed(first, metric), BySeed(second, metric));
        var (items, firsts, seconds) = (new List<string>(), new List<double>(), new List<double>());
        foreach (var (item, own) in a)
        {
            ulong[] seeds = [.. own.Keys.Where(seed => b.GetValueOrDefault(item)?.ContainsKey(seed) == true)];
            if (seeds.Length > 0)
            {
                items.Add(item);
                firsts.Add(seeds.Average(seed => own[seed]));
                seconds.Add(seeds.Average(seed => b[item][seed]));
            }
        }

        return ([.. items], [.. firsts], [.. seconds]);
    }

    private static SortedDictionary<string, SortedDictionary<ulong, double>> BySeed(IEnumerable<ExperimentRow> rows, QualityMetric metric)
    {
        var result = new SortedDictionary<string, SortedDictionary<ulong, double>>(StringComparer.Ordinal);
        foreach (var item in rows.GroupBy(row => row.Item, StringComparer.Ordinal).Where(item => item.All(row => row.Quality.Of(metric) is not null)))
        {
            var seeds = item.GroupBy(row => row.Seed).ToDictionary(seed => seed.Key, seed => seed.Average(row => row.Quality.Of(metric)!.Value));
            result.Add(item.Key, new SortedDictionary<ulong, double>(seeds));
        }

        return result;
    }
}
