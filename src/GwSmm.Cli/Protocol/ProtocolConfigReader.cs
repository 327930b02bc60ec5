using GwSmm.Encoders;
using GwSmm.Evaluation;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>Reads and checks a <see cref="ProtocolConfig"/>.</summary>
internal static class ProtocolConfigReader
{
    private static readonly string[] ReservedPlans = [ExperimentTable.Alone, ExperimentTable.Chosen];
    private static readonly string[] ReservedMethods = [ExperimentTable.Individual, ExperimentTable.Refitted];

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="GwSmmException">It is no such configuration; the message names the property.</exception>
    public static ProtocolConfig Load(string file) => Read(ConfigNode.Load(file));

    /// <summary>Reads a configuration.</summary>
    /// <param name="root">The whole.</param>
    /// <exception cref="GwSmmException">It is no such configuration; the message names the property.</exception>
    public static ProtocolConfig Read(ConfigNode root)
    {
        root.RequireOnly("train", "test", "columns", "base", "vocabulary", "seeds", "validation", "training", "methods", "plans", "cache", "threads");
        var columns = root.Child("columns");
        var trainColumns = Columns(columns);
        var baseName = root.Text("base") ?? "mini";
        var methods = root.Children("methods").Select(MethodConfig.Read).ToList();
        var plans = new List<PlanConfig>();
        foreach (var node in root.Children("plans"))
        {
            plans.Add(Plan(node, plans));
        }

        RequireUnique(root, "methods", methods.ConvertAll(method => method.Label), ReservedMethods);
        RequireUnique(root, "plans", plans.ConvertAll(plan => plan.Label), ReservedPlans);
        return new ProtocolConfig
        {
            Json = root.Element,
            TrainFile = root.PathTo("train") ?? throw root.Error("train", "a tab-separated file"),
            TestFile = root.PathTo("test") ?? throw root.Error("test", "a tab-separated file"),
            TrainColumns = trainColumns,
            TestColumns = columns?.Text("testLabel") is { } label ? trainColumns with { Label = label } : trainColumns,
            Base = baseName is "tiny" or "mini" or "small" ? baseName : root.PathTo("base")!,
            VocabularyFile = root.PathTo("vocabulary"),
            Seeds = root.Integers("seeds") is not { } seeds ? [1] : seeds.Distinct().Count() == seeds.Count ? seeds : throw root.Error("seeds", "every seed once"),
            Validation = root.Number("validation", -1e-12, 0.5 + 1e-12, "a number from 0 to 0.5") ?? 0,
            Training = Training(root.Child("training")),
            Methods = methods,
            Plans = plans,
            CacheDirectory = root.PathTo("cache"),
            Threads = root.Integer("threads", 1),
        };
    }

    private static ResponseColumns Columns(ConfigNode? node)
    {
        node?.RequireOnly("item", "text", "label", "testLabel", "labels", "labelSeparator");
        var columns = new ResponseColumns(node?.Text("item") ?? "Item", node?.Text("text") ?? "Text", node?.Text("label") ?? "Label");
        if (node?.Texts("labels") is not { } labels)
        {
            return columns with { LabelSeparator = node?.Text("labelSeparator") };
        }

        if ((node.Text("label") ?? node.Text("testLabel") ?? node.Text("labelSeparator")) is not null)
        {
            throw node.Error("labels", "either columns of 0 and 1 here, or one column 'label' with 'labelSeparator' between its labels");
        }

        return labels.Distinct(StringComparer.Ordinal).Count() == labels.Count ? columns with { Label = null, Labels = labels } : throw node.Error("labels", "every column once");
    }

    private static Func<TrainingOptions, TrainingOptions> Training(ConfigNode? node)
    {
        if (node is null)
        {
            return defaults => defaults;
        }

        node.RequireOnly("epochs", "learningRate", "batch", "patience", "maxTokens", "pooling");
        var (epochs, batch, patience, maxTokens) = (node.Integer("epochs", 1), node.Integer("batch", 1), node.Integer("patience", 1), node.Integer("maxTokens", 3));
        var rate = node.Number("learningRate", 0, 1, "a number above 0 and below 1");
        Pooling? pooling = node.Choice("pooling", "mean", "cls", "pooler") switch
        {
            "mean" => Pooling.Mean,
            "cls" => Pooling.Cls,
            "pooler" => Pooling.Pooler,
            _ => null,
        };
        return defaults => defaults with
        {
            Epochs = epochs ?? defaults.Epochs,

            // Who says how many epochs means exactly that.
            MinimumSteps = epochs is null ? defaults.MinimumSteps : 0,
            LearningRate = rate ?? defaults.LearningRate,
            BatchSize = batch ?? defaults.BatchSize,
            Patience = patience ?? defaults.Patience,
            Features = defaults.Features with { MaxTokens = maxTokens ?? defaults.Features.MaxTokens, Pooling = pooling ?? defaults.Features.Pooling },
        };
    }

    private static PlanConfig Plan(ConfigNode node, List<PlanConfig> earlier)
    {
        var kind = node.Choice("kind", PlanConfig.Gw, PlanConfig.Cka, PlanConfig.Cosine, PlanConfig.FromFile, PlanConfig.Random, PlanConfig.Singles)
            ?? throw node.Error("kind", "gw, cka, cosine, file, random or singles");
        switch (kind)
        {
            case PlanConfig.Random:
                node.RequireOnly("kind", "label", "count", "sizes", "like", "seed");
                var like = node.Text("like");
                if (node.Integers("sizes") is null == like is null)
                {
                    throw node.Error("sizes", "either group sizes here, or the label of an earlier plan as 'like'");
                }

                return new PlanConfig
                {
                    Kind = kind,
                    Label = node.Text("label") ?? kind,
                    Count = node.Integer("count", 1) ?? 1,
                    Seed = (ulong)(node.Integer("seed", 0) ?? 1),
                    Sizes = node.Integers("sizes")?.Select(size => (int)Math.Min(size, int.MaxValue)).ToArray(),
                    Like = like is null || earlier.Exists(plan => string.Equals(plan.Label, like, StringComparison.Ordinal)) ? like : throw node.Error("like", "the label of a plan above"),
                };
            case PlanConfig.FromFile:
                node.RequireOnly("kind", "label", "path");
                var path = node.PathTo("path") ?? throw node.Error("path", "a plan file");
                return new PlanConfig { Kind = kind, Label = node.Text("label") ?? System.IO.Path.GetFileNameWithoutExtension(path), Path = path };
            case PlanConfig.Singles:
                node.RequireOnly("kind", "label");
                return new PlanConfig { Kind = kind, Label = node.Text("label") ?? kind };
            default:
                return Grouping(node, kind);
        }
    }

    private static PlanConfig Grouping(ConfigNode node, string kind)
    {
        node.RequireOnly("kind", "label", "linkage", "clusters", "maxGroup", "threshold");
        var linkage = node.Choice("linkage", "average");
        var rule = new GroupingRule(node.Integer("clusters", 1), node.Integer("maxGroup", 1), node.Number("threshold", -1e-300, double.PositiveInfinity, "a number of at least 0"));
        var given = (rule.Clusters is null ? 0 : 1) + (rule.MaxGroup is null ? 0 : 1) + (rule.Threshold is null ? 0 : 1);
        if (given != 1 || (linkage is not null && rule.MaxGroup is not null))
        {
            throw node.Error(rule.Clusters is null ? "clusters" : "maxGroup", "exactly one of clusters, maxGroup (without linkage) and threshold");
        }

        var label = rule switch
        {
            { Clusters: { } clusters } => $"{kind}-{clusters}",
            { MaxGroup: { } size } => $"{kind}-max{size}",
            _ => FormattableString.Invariant($"{kind}-up-to-{rule.Threshold}"),
        };
        return new PlanConfig { Kind = kind, Label = node.Text("label") ?? label, Rule = rule };
    }

    private static void RequireUnique(ConfigNode root, string name, List<string> labels, string[] reserved)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels.IndexOf(labels[i]) < i || reserved.Contains(labels[i], StringComparer.Ordinal))
            {
                throw root.Children(name)[i].Error("label", $"a name of its own; '{labels[i]}' is taken");
            }
        }
    }
}
