using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>Lets validation responses choose among the plans of a method; the test responses only tell how that went.</summary>
internal static class PlanChoice
{
    /// <summary>Adds the best plan of a method and seed once more, as <see cref="ExperimentTable.Chosen"/>; nothing where there is no choice or no validation.</summary>
    /// <param name="rows">The results.</param>
    /// <param name="costs">The costs, with what the validation responses say.</param>
    /// <param name="method">The method.</param>
    /// <param name="seed">The seed.</param>
    public static void Add(List<ExperimentRow> rows, List<ExperimentCost> costs, string method, ulong seed)
    {
        var runs = costs.FindAll(cost => cost.Seed == seed && string.Equals(cost.Method, method, StringComparison.Ordinal));
        if (runs.Count < 2 || runs.Exists(run => run.Validation is null))
        {
            return;
        }

        var best = runs.MaxBy(cost => cost.Validation)!;
        var own = rows.FindAll(row => row.Seed == seed && row.Draw == best.Draw && string.Equals(row.Method, method, StringComparison.Ordinal) && string.Equals(row.Plan, best.Plan, StringComparison.Ordinal));
        rows.AddRange(own.ConvertAll(row => row with { Plan = ExperimentTable.Chosen, Draw = 0 }));
        costs.Add(best with { Plan = ExperimentTable.Chosen, Draw = 0 });
    }
}
