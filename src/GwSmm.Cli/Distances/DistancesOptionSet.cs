using System.CommandLine;
using System.CommandLine.Parsing;

namespace GwSmm.Cli;

/// <summary>The options of <c>gwsmm distances</c> and which of them go together.</summary>
internal sealed class DistancesOptionSet
{
    private readonly Argument<string[]> _files = new("features")
    {
        Description = "Files of n x d features, one response a row: .csv without header, .npy, .safetensors or FILE.safetensors:TENSOR.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _output = new("--out") { Description = "The distance matrix: CSV without header, 17 significant digits." };
    private readonly Option<string> _metric = new("--metric") { Description = "Cost between two responses: euclidean, squared-euclidean or cosine; given if each file is an n x n matrix of costs.", DefaultValueFactory = _ => SpaceFiles.Euclidean };
    private readonly Option<string> _normalize = new("--normalize") { Description = "What the costs of each file are divided by: none, max, mean or median.", DefaultValueFactory = _ => SpaceFiles.NoNormalization };
    private readonly Option<string> _solver = new("--solver") { Description = $"How each pair is solved: {Names(SolverNames)}.", DefaultValueFactory = _ => SolverChoice.Exact };
    private readonly Option<string> _start = new("--start") { Description = $"Where the solver starts: {Names(StartNames)}.", DefaultValueFactory = _ => StartChoice.Product };
    private readonly Option<double?> _epsilon = new("--epsilon") { Description = "Weight of the entropy, for solvers that have one." };
    private readonly Option<double?> _alpha = new("--alpha") { Description = "Weight of structure against features, for fused solvers; for feature-selection 0.5 by default." };
    private readonly Option<double?> _mass = new("--mass") { Description = "Mass that is transported, for partial solvers; for robust above 2/3, and chosen by itself if left out." };
    private readonly Option<int?> _rank = new("--rank") { Description = "Largest rank of the plan, for the low-rank solver: 10 by default, at most the rows of the smallest file." };
    private readonly Option<string?> _bounds = new("--bounds") { Description = "Certified lower bounds to compute: none, first, cheap or all." };
    private readonly Option<int?> _nearest = new("--nearest") { Description = "Write only the N nearest groups that share no file, found by bounds that spare most solves." };
    private readonly Option<int> _maxGroup = new("--max-group") { Description = "With --nearest: the largest group.", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> _exhaustive = new("--exhaustive") { Description = "With --nearest: solve every pair; the groups are the same." };
    private readonly Option<bool> _root = new("--root") { Description = "Write the square root of the value, which is a metric where the value is the exact minimum for Euclidean costs under the square loss." };
    private readonly Option<string?> _resume = new("--resume") { Description = "File that keeps finished pairs; the same command goes on from there after a kill." };
    private readonly Option<string?> _shard = new("--shard") { Description = "Compute only share I of N, such as 1/8, into the file of --resume." };
    private readonly Option<string[]> _combine = new("--combine") { Description = "Join the --resume files of all shards instead.", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<bool> _json = CommonOptions.Json();

    private static string[] SolverNames => [.. SolverChoice.All.Select(choice => choice.Name)];

    private static string[] StartNames => [.. StartChoice.All.Select(choice => choice.Name)];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _metric.AcceptOnlyFromAmong([.. SpaceFiles.Metrics]);
        _normalize.AcceptOnlyFromAmong([.. SpaceFiles.Normalizations]);
        _solver.AcceptOnlyFromAmong(SolverNames);
        _start.AcceptOnlyFromAmong(StartNames);
        _bounds.AcceptOnlyFromAmong(BoundsChoice.Names);
        command.Add(_files);
        foreach (var option in new Option[] { _output, _metric, _normalize, _solver, _start, _epsilon, _alpha, _mass, _rank, _bounds, _nearest, _maxGroup, _exhaustive, _root, _resume, _shard, _combine, _threads, _json })
        {
            command.Add(option);
        }

        command.Validators.Add(Check);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="GwSmmException">The number of threads is below 1.</exception>
    public DistancesRequest Read(ParseResult parsed) => new()
    {
        Files = parsed.GetValue(_files) ?? [],
        Combine = parsed.GetValue(_combine) ?? [],
        Output = parsed.GetValue(_output),
        Metric = parsed.GetRequiredValue(_metric),
        Normalize = parsed.GetRequiredValue(_normalize),
        Solver = parsed.GetRequiredValue(_solver),
        Start = parsed.GetRequiredValue(_start),
        Parameters = ReadParameters(parsed),
        Nearest = parsed.GetValue(_nearest),
        MaxGroup = parsed.GetValue(_maxGroup),
        Exhaustive = parsed.GetValue(_exhaustive),
        Root = parsed.GetValue(_root),
        Resume = parsed.GetValue(_resume),
        Shard = parsed.GetValue(_shard),
        Threads = CommonOptions.ReadThreads(parsed, _threads),
        Json = parsed.GetValue(_json),
    };

    private SolverParameters ReadParameters(ParseResult parsed)
    {
        var alpha = parsed.GetValue(_alpha);
        var selects = string.Equals(parsed.GetRequiredValue(_solver), SolverChoice.FeatureSelection, StringComparison.Ordinal);
        return new SolverParameters(parsed.GetValue(_epsilon), selects ? null : alpha, parsed.GetValue(_mass), parsed.GetValue(_rank), BoundsChoice.Find(parsed.GetValue(_bounds)))
        {
            SelectionAlpha = selects ? alpha : null,
        };
    }

    private static string Names(string[] names) => string.Join(", ", names);

    private void Check(CommandResult result)
    {
        var error = IsGiven(result, _combine) ? CheckCombine(result) : IsGiven(result, _shard) ? CheckShard(result) : null;
        error ??= CheckNearest(result) ?? CheckPaths(result);
        if (error is null && !IsGiven(result, _shard) && !IsGiven(result, _output))
        {
            error = "Option '--out' is required: it says where the distance matrix goes.";
        }

        if (error is not null)
        {
            result.AddError(error);
        }
    }

    private string? CheckCombine(CommandResult result)
    {
        if (result.GetResult(_files) is { Tokens.Count: > 0 })
        {
            return "--combine joins pair files, which know their feature files; leave out the feature files.";
        }

        var other = new Option[] { _metric, _normalize, _solver, _start, _epsilon, _alpha, _mass, _rank, _bounds, _nearest, _resume, _shard }.FirstOrDefault(option => IsGiven(result, option));
        return other is null ? null : $"--combine joins pairs that are solved already; leave out {other.Name}.";
    }

    private string? CheckShard(CommandResult result)
    {
        if (!IsGiven(result, _resume))
        {
            return "--shard needs --resume FILE, which receives the pairs of the share.";
        }

        var other = new Option[] { _output, _root }.FirstOrDefault(option => IsGiven(result, option));
        return other is null ? null : $"A share of the pairs is no matrix: leave out {other.Name} with --shard, and give it to --combine.";
    }

    private string? CheckNearest(CommandResult result)
    {
        if (!IsGiven(result, _nearest))
        {
            var alone = new Option[] { _maxGroup, _exhaustive }.FirstOrDefault(option => IsGiven(result, option));
            return alone is null ? null : $"{alone.Name} goes with --nearest N.";
        }

        if (result.GetValue(_nearest) < 1 || (IsGiven(result, _maxGroup) && result.GetValue(_maxGroup) < 2))
        {
            return "--nearest must be at least 1 and --max-group at least 2.";
        }

        var other = new Option[] { _alpha, _root, _shard }.FirstOrDefault(option => IsGiven(result, option));
        return other is null ? null : $"--nearest writes groups, found by structure alone, and no matrix: leave out {other.Name}.";
    }

    private string? CheckPaths(CommandResult result)
    {
        (string Path, string Role)[] inputs =
        [
            .. (result.GetValue(_files) ?? []).Select(file => (FeatureFile.PathOf(file), "a feature file")),
            .. (result.GetValue(_combine) ?? []).Select(file => (file, "a file of --combine")),
        ];
        (string Path, string Role)[] resume = result.GetValue(_resume) is { } path ? [(path, "the file of --resume")] : [];
        return WrittenFile.CheckOther(_output.Name, result.GetValue(_output), [.. inputs, .. resume]) ?? WrittenFile.CheckOther(_resume.Name, result.GetValue(_resume), inputs);
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
