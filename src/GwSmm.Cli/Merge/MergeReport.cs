using System.Text.Json.Nodes;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>What <c>gwsmm merge --json</c> tells.</summary>
internal sealed record MergeReport
{
    /// <summary>The directory that was written; null where nothing was.</summary>
    public required string? Output { get; init; }

    /// <summary>Whether models were only checked.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The version of this product.</summary>
    public required string Version { get; init; }

    /// <summary>The merge method.</summary>
    public required string Method { get; init; }

    /// <summary>Its parameters.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The groups: directory, items, bytes before and after, memory, and norms of the task vectors.</summary>
    public required IReadOnlyList<GroupForecast> Groups { get; init; }

    /// <summary>What a person should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Seconds of each phase.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }
}
