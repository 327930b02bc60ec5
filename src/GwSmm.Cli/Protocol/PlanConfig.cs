namespace GwSmm.Cli;

/// <summary>One kind of plan.</summary>
internal sealed record PlanConfig
{
    /// <summary>The grouping by Gromov-Wasserstein distance.</summary>
    public const string Gw = "gw";

    /// <summary>The grouping by 1 - linear CKA.</summary>
    public const string Cka = "cka";

    /// <summary>The grouping by 1 - cosine of task vectors.</summary>
    public const string Cosine = "cosine";

    /// <summary>A plan file.</summary>
    public const string FromFile = "file";

    /// <summary>Random plans.</summary>
    public const string Random = "random";

    /// <summary>Every item alone.</summary>
    public const string Singles = "singles";

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name in the tables.</summary>
    public required string Label { get; init; }

    /// <summary>Grouping by distances: the rule.</summary>
    public GroupingRule Rule { get; init; } = new(null, null, null);

    /// <summary>A plan file: its path.</summary>
    public string? Path { get; init; }

    /// <summary>Random plans: how many.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Random plans: decides which; not the seed of the run, so that a draw is the same plan under every seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Random plans: the group sizes; null where <see cref="Like"/> is given.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>Random plans: an earlier plan whose group sizes are taken.</summary>
    public string? Like { get; init; }
}
