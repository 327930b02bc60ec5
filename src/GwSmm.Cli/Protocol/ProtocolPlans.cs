using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>Makes the plans of one seed.</summary>
internal static class ProtocolPlans
{
    // Common texts for CKA: enough for a stable kernel, few enough to encode with every model.
    private const int TextsPerItem = 50;

    /// <summary>Finds what does not fit the items before any training.</summary>
    /// <param name="configs">The kinds of plans.</param>
    /// <param name="items">The items.</param>
    /// <exception cref="GwSmmException">A rule, a file or sizes do not fit the items.</exception>
    public static void Check(IReadOnlyList<PlanConfig> configs, IReadOnlyList<string> items)
    {
        foreach (var config in configs)
        {
            if (config.Rule.IsGiven)
            {
                config.Rule.Check(items);
            }

            _ = config.Path is { } path ? MergePlan.Load(path).Validate(items) : null;
            _ = config.Sizes is { } sizes ? RandomPlans.Draw(items, sizes, 1, 0) : null;
        }
    }

    /// <summary>Makes the plans.</summary>
    /// <param name="configs">The kinds of plans.</param>
    /// <param name="context">Models, responses, distances.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The plans, in the order of their kinds.</returns>
    public static List<NamedPlan> Create(IReadOnlyList<PlanConfig> configs, MethodContext context, CancellationToken cancellation)
    {
        var plans = new List<NamedPlan>();
        string[] items = [.. context.Models.Select(model => model.Item)];
        foreach (var config in configs)
        {
            if (string.Equals(config.Kind, PlanConfig.Random, StringComparison.Ordinal))
            {
                var sizes = config.Sizes ?? RandomPlans.SizesOf(plans.First(plan => string.Equals(plan.Label, config.Like, StringComparison.Ordinal)).Plan);
                plans.AddRange(RandomPlans.Draw(items, sizes, config.Count, config.Seed).Select((plan, draw) => new NamedPlan(config.Label, draw, plan)));
                continue;
            }

            plans.Add(new NamedPlan(config.Label, 0, config.Kind switch
            {
                PlanConfig.FromFile => MergePlan.Load(config.Path!).Validate(items),
                PlanConfig.Singles => MergePlan.Alone(items),
                _ => config.Rule.Apply(Distances(config.Kind, context, cancellation)),
            }));
        }

        return plans;
    }

    private static DistanceMatrix Distances(string kind, MethodContext context, CancellationToken cancellation) => kind switch
    {
        PlanConfig.Cka => LinearCka.Distances(context.Models, Texts(context.Training), context.Threads, cancellation),
        PlanConfig.Cosine => TaskVectorGeometry.Compute(context.Models, context.Base, cancellation).CosineDistances(),
        _ => context.Distances,
    };

    private static List<string> Texts(IReadOnlyDictionary<string, ResponseSet> training) =>
        [.. training.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Texts.Take(TextsPerItem))];
}
