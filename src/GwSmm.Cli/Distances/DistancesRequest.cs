namespace GwSmm.Cli;

/// <summary>What a command line of <c>gwsmm distances</c> asks for.</summary>
internal sealed record DistancesRequest
{
    /// <summary>The feature files; none when pair files are combined.</summary>
    public required string[] Files { get; init; }

    /// <summary>The pair files to combine; none when feature files are compared.</summary>
    public required string[] Combine { get; init; }

    /// <summary>The matrix to write; null for a share.</summary>
    public required string? Output { get; init; }

    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>The normalisation's name.</summary>
    public required string Normalize { get; init; }

    /// <summary>The solver's name.</summary>
    public required string Solver { get; init; }

    /// <summary>The start's name.</summary>
    public required string Start { get; init; }

    /// <summary>The solver's numbers.</summary>
    public required SolverParameters Parameters { get; init; }

    /// <summary>How many nearest groups to search for instead of comparing all; null for a matrix.</summary>
    public required int? Nearest { get; init; }

    /// <summary>The largest group, at least 2.</summary>
    public required int MaxGroup { get; init; }

    /// <summary>Whether nearest groups are found by solving every pair.</summary>
    public required bool Exhaustive { get; init; }

    /// <summary>Whether to write roots of the values.</summary>
    public required bool Root { get; init; }

    /// <summary>The file of finished pairs; null for none.</summary>
    public required string? Resume { get; init; }

    /// <summary>The share as I/N; null for all pairs.</summary>
    public required string? Shard { get; init; }

    /// <summary>Threads to use.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether to write a summary as JSON.</summary>
    public required bool Json { get; init; }
}
