using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>The parameters of merge methods on the command line. Each method takes some of them and refuses the others.</summary>
internal sealed class MergeMethodOptionSet
{
    private static readonly JsonSerializerOptions Record = new(CommonOptions.JsonOutput) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private readonly Option<string> _method = new("--method") { Description = "How encoders are merged.", DefaultValueFactory = _ => "average" };
    private readonly Option<double?> _density = new("--density") { Description = "Share of each task vector that is kept (ties, dare, dare-ties, della)." };
    private readonly Option<double?> _lambda = new("--lambda") { Description = "Factor of what is added to the base (task-arithmetic, ties, dare, dare-ties, della, tsv-m, iso-c)." };
    private readonly Option<string[]> _itemLambda = new("--item-lambda") { Description = "ITEM=VALUE: the factor of one item's task vector (task-arithmetic)." };
    private readonly Option<string[]> _weight = new("--weight") { Description = "ITEM=VALUE: the weight of one item in its group; one for each item (average)." };
    private readonly Option<string?> _scope = new("--scope") { Description = "Where the largest entries are kept: model or tensor (ties)." };
    private readonly Option<double?> _window = new("--window") { Description = "How much likelier the largest entry of a row is kept than the smallest (della)." };
    private readonly Option<double?> _fraction = new("--fraction") { Description = "How far to go from the first encoder to the second (slerp)." };
    private readonly Option<bool> _taskVectors = new("--task-vectors") { Description = "Interpolate what was added to the base instead of the parameters (slerp)." };
    private readonly Option<double?> _rankShare = new("--rank-share") { Description = "Share of the singular vectors that is kept of each model (tsv-m)." };
    private readonly Option<double?> _ridge = new("--ridge") { Description = "What is added to the diagonal of the normal equations (wudi)." };

    public MergeMethodOptionSet() => _method.AcceptOnlyFromAmong([.. MergeMethods.TensorNames]);

    private IEnumerable<Option> Parameters => [_density, _lambda, _itemLambda, _weight, _scope, _window, _fraction, _taskVectors, _rankShare, _ridge];

    public void AddTo(Command command)
    {
        command.Add(_method);
        foreach (var option in Parameters)
        {
            command.Add(option);
        }
    }

    /// <summary>Makes the method.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="seed">The seed of random masks.</param>
    /// <returns>The method, and its parameters for the record.</returns>
    /// <exception cref="GwSmmException">An option does not belong to the method, or a value is out of range.</exception>
    public (ITensorMergeMethod Method, JsonObject Parameters) Read(ParseResult parsed, ulong seed)
    {
        var name = parsed.GetRequiredValue(_method);
        RefuseOthers(parsed, name);
        double Number(Option<double?> option, double fallback) => parsed.GetValue(option) ?? fallback;
        switch (name)
        {
            case "average":
                var weights = ReadItems(parsed, _weight);
                return (new AverageMerge(weights), Describe(new { weights }));
            case "slerp":
                var slerp = new SlerpOptions();
                slerp = slerp with { Fraction = Number(_fraction, slerp.Fraction), OfTaskVectors = parsed.GetValue(_taskVectors) };
                return (new SlerpMerge(slerp), Describe(slerp));
            case "task-arithmetic":
                var arithmetic = new TaskArithmeticOptions();
                arithmetic = arithmetic with { Lambda = Number(_lambda, arithmetic.Lambda), ItemLambdas = ReadItems(parsed, _itemLambda) };
                return (new TaskArithmeticMerge(arithmetic), Describe(arithmetic));
            case "ties":
                var ties = new TiesOptions();
                ties = ties with { Density = Number(_density, ties.Density), Lambda = Number(_lambda, ties.Lambda), Scope = ReadScope(parsed) };
                return (new TiesMerge(ties), Describe(ties));
            case "paper-ties":
                return (new PaperTiesMerge(), Describe(new { PaperTiesMerge.Density, PaperTiesMerge.Lambda }));
            case "dare" or "dare-ties":
                var dare = new DareOptions { Seed = seed, Combination = name is "dare" ? DareCombination.Mean : DareCombination.Ties };
                dare = dare with { Density = Number(_density, dare.Density), Lambda = Number(_lambda, dare.Lambda) };
                return (new DareMerge(dare), Describe(dare));
            case "della":
                var della = new DellaOptions { Seed = seed };
                della = della with { Density = Number(_density, della.Density), Lambda = Number(_lambda, della.Lambda), Window = Number(_window, della.Window) };
                return (new DellaMerge(della), Describe(della));
            case "tsv-m":
                var tsv = new TsvMergeOptions();
                tsv = tsv with { Lambda = Number(_lambda, tsv.Lambda), RankShare = parsed.GetValue(_rankShare) };
                return (new TsvMerge(tsv), Describe(tsv));
            case "iso-c":
                var iso = new IsoCMergeOptions();
                iso = iso with { Lambda = Number(_lambda, iso.Lambda) };
                return (new IsoCMerge(iso), Describe(iso));
            default:
                var wudi = new WudiMergeOptions();
                wudi = wudi with { Ridge = Number(_ridge, wudi.Ridge) };
                return (new WudiMerge(wudi), Describe(wudi));
        }
    }

    private static JsonObject Describe(object options) => JsonSerializer.SerializeToNode(options, Record)!.AsObject();

    private static Dictionary<string, double>? ReadItems(ParseResult parsed, Option<string[]> option)
    {
        var texts = parsed.GetValue(option) ?? [];
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.LastIndexOf('=');
            if (at < 1 || !double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                throw new GwSmmException($"{option.Name} is '{text}'; expected ITEM=VALUE, such as Q1=0.5.");
            }

            if (!values.TryAdd(text[..at], value))
            {
                throw new GwSmmException($"{option.Name} names item '{text[..at]}' twice. Remove one of them.");
            }
        }

        return texts.Length == 0 ? null : values;
    }

    private Option[] TakenBy(string method) => method switch
    {
        "average" => [_weight],
        "slerp" => [_fraction, _taskVectors],
        "task-arithmetic" => [_lambda, _itemLambda],
        "ties" => [_density, _lambda, _scope],
        "dare" or "dare-ties" => [_density, _lambda],
        "della" => [_density, _lambda, _window],
        "tsv-m" => [_lambda, _rankShare],
        "iso-c" => [_lambda],
        "wudi" => [_ridge],
        _ => [],
    };

    private void RefuseOthers(ParseResult parsed, string method)
    {
        var taken = TakenBy(method);
        if (Parameters.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false } && !taken.Contains(option)) is { } other)
        {
            var names = taken.Length == 0 ? "no parameters" : string.Join(", ", taken.Select(option => option.Name));
            throw new GwSmmException($"--method {method} does not take {other.Name}; it takes {names}.");
        }
    }

    private TrimScope ReadScope(ParseResult parsed) => parsed.GetValue(_scope) switch
    {
        null or "model" => TrimScope.WholeModel,
        "tensor" => TrimScope.EachTensor,
        var other => throw new GwSmmException($"--scope is '{other}'; expected model or tensor."),
    };
}
