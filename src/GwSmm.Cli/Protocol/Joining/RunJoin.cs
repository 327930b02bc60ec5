using System.Text.Json;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>Joins finished runs of one configuration, which may differ in seeds, methods and plans.</summary>
internal static class RunJoin
{
    // Responses are counted; only the calibration error may differ in its last digits between builds.
    private const double Tolerance = 1e-6;

    private static readonly QualityMetric[] Metrics = Enum.GetValues<QualityMetric>();

    /// <summary>Joins.</summary>
    /// <param name="runs">The runs, at least one; of each method the first listed plan of the first run that has the method is the one that its others are compared with.</param>
    /// <returns>All results.</returns>
    /// <exception cref="GwSmmException">Runs do not fit together; the message names file and difference.</exception>
    public static ExperimentTable Join(IReadOnlyList<FinishedRun> runs)
    {
        JoinCheck.Require(runs);
        var rows = new Dictionary<(string Method, string Plan, int Draw, ulong Seed, string Item), (ExperimentRow Row, string File)>();
        var costs = new Dictionary<(string Method, string Plan, int Draw, ulong Seed), ExperimentCost>();
        foreach (var run in runs)
        {
            foreach (var row in run.Rows)
            {
                var key = (row.Method, row.Plan, row.Draw, row.Seed, row.Item);
                if (!rows.TryAdd(key, (row, run.File)))
                {
                    RequireSameBaseline(rows[key].Row, rows[key].File, row, run.File);
                }
            }

            foreach (var cost in run.Costs)
            {
                costs.TryAdd((cost.Method, cost.Plan, cost.Draw, cost.Seed), cost);
            }
        }

        return Table(LoneItems([.. rows.Values.Select(entry => entry.Row)]), [.. costs.Values], runs[0].File);
    }

    /// <summary>What belongs to the record of joined runs.</summary>
    /// <param name="runs">The runs, which fit together.</param>
    public static Dictionary<string, object> Record(IReadOnlyList<FinishedRun> runs)
    {
        var config = runs[0].Config.EnumerateObject().ToDictionary(property => property.Name, property => (object)property.Value, StringComparer.Ordinal);
        config["seeds"] = runs.SelectMany(run => run.Rows).Select(row => row.Seed).Distinct().ToArray();
        config["methods"] = runs.SelectMany(run => run.Methods).DistinctBy(method => method.Label, StringComparer.Ordinal).Select(method => method.Json).ToArray();
        config["plans"] = runs.SelectMany(run => run.Plans).DistinctBy(plan => plan.Label, StringComparer.Ordinal).Select(plan => plan.Json).ToArray();
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, hash) in runs.SelectMany(run => run.Inputs))
        {
            inputs[name] = hash;
        }

        var record = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["versions"] = ProductVersion.All,
            ["inputs"] = inputs,
            ["config"] = config,
            ["joined"] = runs.Select(run => new { run.File, run.Versions, Seeds = run.Rows.Select(row => row.Seed).Distinct() }).ToArray(),
        };
        if (runs.Select(run => run.Labels).FirstOrDefault(labels => labels is not null) is { } labels)
        {
            record["labels"] = labels;
        }

        return record;
    }

    // Older runs scored an item alone in a plan by its head as trained. It counts as the baseline: nothing was merged.
    private static List<ExperimentRow> LoneItems(List<ExperimentRow> rows)
    {
        var baseline = rows.Where(row => string.Equals(row.Method, ExperimentTable.Refitted, StringComparison.Ordinal)).ToDictionary(row => (row.Item, row.Seed), row => row.Quality);
        return rows.ConvertAll(row => row.GroupSize == 1 && !string.Equals(row.Plan, ExperimentTable.Alone, StringComparison.Ordinal) && baseline.TryGetValue((row.Item, row.Seed), out var quality)
            ? row with { Quality = quality }
            : row);
    }

    // In the order of a run over all seeds; what validation chooses is chosen among the plans of all runs.
    private static ExperimentTable Table(List<ExperimentRow> allRows, List<ExperimentCost> allCosts, string file)
    {
        var (rows, costs) = (new List<ExperimentRow>(), new List<ExperimentCost>());
        var byRun = allRows.ToLookup(row => (row.Method, row.Seed));
        foreach (var run in allCosts.GroupBy(cost => (cost.Method, cost.Seed)))
        {
            rows.AddRange(byRun[run.Key]);
            costs.AddRange(run);
            PlanChoice.Add(rows, costs, run.Key.Method, run.Key.Seed);
        }

        try
        {
            return new ExperimentTable(rows, costs);
        }
        catch (ArgumentException error)
        {
            throw new GwSmmException($"The runs, '{file}' first, are not complete: {error.Message} Run them again.", error);
        }
    }

    // The individual models are in every run with the same seed: they must be the same ones.
    private static void RequireSameBaseline(ExperimentRow first, string firstFile, ExperimentRow second, string secondFile)
    {
        var name = FormattableString.Invariant($"method '{first.Method}', plan '{first.Plan}', draw {first.Draw}, seed {first.Seed}, item '{first.Item}'");
        if (!string.Equals(first.Plan, ExperimentTable.Alone, StringComparison.Ordinal))
        {
            throw new GwSmmException($"'{secondFile}' has a result of {name}, and '{firstFile}' has one too. Leave one of the runs out.");
        }

        foreach (var metric in Metrics)
        {
            var (a, b) = (first.Quality.Of(metric), second.Quality.Of(metric));
            if (a.HasValue != b.HasValue || Math.Abs((a ?? 0) - (b ?? 0)) > Tolerance)
            {
                throw new GwSmmException(FormattableString.Invariant(
                    $"'{secondFile}': {JsonNamingPolicy.CamelCase.ConvertName(metric.ToString())} of {name} is {b}; in '{firstFile}' it is {a}. Runs with the same seed must have the same individual models: run one of them again with the models of the other as 'cache'."));
            }
        }
    }
}
