using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>Reads a method of an experiment.</summary>
internal static class MethodConfig
{
    /// <summary>The name of the automatic choice.</summary>
    public const string Automatic = "auto";

    private const string Emr = "emr";
    private const string Tall = "tall";

    private static readonly string[] Names = [.. MergeMethods.Names, Emr, Tall, Automatic];

    /// <summary>Reads an entry of <c>methods</c>.</summary>
    /// <param name="node">The entry.</param>
    /// <exception cref="GwSmmException">It is no method; the message names the property.</exception>
    public static IExperimentMethod Read(ConfigNode node)
    {
        node.RequireOnly("name", "label", "parameters", "corrections", "headFit", "decision");
        var name = node.Choice("name", Names) ?? throw node.Error("name", $"one of {string.Join(", ", Names)}");
        HeadFit? fit = node.Choice("headFit", "refit", "training", "keep") switch
        {
            "refit" => HeadFit.Refit,
            "training" => HeadFit.Training,
            "keep" => HeadFit.Keep,
            _ => null,
        };
        var options = Options(name, node) with { HeadFit = fit, Refit = new HeadRefitOptions { Decision = Decision(node.Child("decision")) } };
        return new MergeExperimentMethod(node.Text("label") ?? name, options);
    }

    private static MergeOptions Options(string name, ConfigNode node)
    {
        if (name is not (Automatic or Emr or Tall))
        {
            return new MergeOptions { Method = MethodParameters.Create(name, node), Corrections = Corrections(node.Child("corrections")) };
        }

        if (node.Child("corrections") is not null)
        {
            throw node.Error("corrections", $"none: '{name}' makes its own");
        }

        return name switch
        {
            Emr => new MergeOptions { DeltaMethod = new EmrMerge() },
            Tall => new MergeOptions { DeltaMethod = new TallMaskMerge() },
            _ => new MergeOptions { Automatic = Choice(node.Child("parameters")) },
        };
    }

    private static AutoMergeOptions Choice(ConfigNode? node)
    {
        var defaults = new AutoMergeOptions();
        if (node is null)
        {
            return defaults;
        }

        node.RequireOnly("retention", "worstRetention", "confidence", "maxStorage", "maxHeadRows", "methods", "layerSharing");
        var names = node.Texts("methods");
        if (names?.FirstOrDefault(name => !MergeMethods.Names.Contains(name, StringComparer.Ordinal)) is not null)
        {
            throw node.Error("methods", $"some of {string.Join(", ", MergeMethods.Names)}");
        }

        return defaults with
        {
            Retention = Share("retention") ?? defaults.Retention,
            WorstRetention = Share("worstRetention") ?? defaults.WorstRetention,
            Confidence = node.Number("confidence", 0.5 - 1e-12, 1, "a number from 0.5 to below 1") ?? defaults.Confidence,
            MaxStorage = Share("maxStorage") ?? defaults.MaxStorage,
            MaxHeadRows = node.Integer("maxHeadRows", 8) ?? defaults.MaxHeadRows,
            Methods = names?.Select(name => MergeMethods.Create(name)).ToArray() ?? defaults.Methods,
            LayerSharing = Sharing(node.Child("layerSharing")),
        };

        double? Share(string name) => node.Number(name, 0, 1 + 1e-12, "a number above 0 and at most 1");
    }

    private static LayerSharingOptions? Sharing(ConfigNode? node)
    {
        if (node is null)
        {
            return null;
        }

        node.RequireOnly("distance", "sharedUpTo", "maxTexts", "budgetBytes", "storage");
        var defaults = new LayerSharingOptions();
        return defaults with
        {
            Distance = node.Choice("distance", "gromovWasserstein", "linearCka") is "linearCka" ? LayerDistance.LinearCka : LayerDistance.GromovWasserstein,
            SharedUpTo = node.Number("sharedUpTo", -double.Epsilon, double.PositiveInfinity, "a number of at least 0") ?? defaults.SharedUpTo,
            MaxTexts = node.Integer("maxTexts", 2) ?? defaults.MaxTexts,
            BudgetBytes = node.Integer("budgetBytes", 0) ?? defaults.BudgetBytes,
            Delta = Corrections(node.Child("storage")) ?? defaults.Delta,
        };
    }

    private static DeltaOptions? Corrections(ConfigNode? node)
    {
        if (node is null)
        {
            return null;
        }

        node.RequireOnly("kind", "rank", "density", "embeddings", "halfPrecision");
        var defaults = new DeltaOptions();
        var kinds = Enum.GetNames<DeltaKind>();
        string[] names = [.. kinds.Select(kind => char.ToLowerInvariant(kind[0]) + kind[1..])];
        var kind = node.Choice("kind", names) ?? throw node.Error("kind", $"one of {string.Join(", ", names)}");
        return defaults with
        {
            Kind = Enum.Parse<DeltaKind>(kind, ignoreCase: true),
            Rank = node.Integer("rank", 1) ?? defaults.Rank,
            Density = node.Number("density", 0, 1 + 1e-12, "a number above 0 and at most 1") ?? defaults.Density,
            Embeddings = node.Flag("embeddings", defaults.Embeddings),
            HalfPrecision = node.Flag("halfPrecision", defaults.HalfPrecision),
        };
    }

    private static HeadDecisionOptions Decision(ConfigNode? node)
    {
        var defaults = new HeadDecisionOptions();
        if (node is null)
        {
            return defaults;
        }

        node.RequireOnly("calibrate", "thresholds", "cutPoints", "minimumCount");
        return defaults with
        {
            Calibrate = node.Flag("calibrate"),
            Thresholds = node.Flag("thresholds"),
            CutPoints = node.Flag("cutPoints"),
            MinimumCount = node.Integer("minimumCount", 1) ?? defaults.MinimumCount,
        };
    }
}
