using System.Text.Json.Nodes;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>What <c>gwsmm merge</c> is asked to do.</summary>
internal sealed record MergeRequest
{
    /// <summary>The directories of the models.</summary>
    public required string[] Models { get; init; }

    /// <summary>Their items in the same order; null where they say so themselves.</summary>
    public required string[]? Items { get; init; }

    /// <summary>The plan; null for one group of all.</summary>
    public required string? PlanFile { get; init; }

    /// <summary>The directory of the base; null where it is not needed.</summary>
    public required string? Base { get; init; }

    /// <summary>The merge method.</summary>
    public required ITensorMergeMethod Method { get; init; }

    /// <summary>Its parameters for the record.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads to use.</summary>
    public required int Threads { get; init; }

    /// <summary>The directory to write; null only where nothing is written.</summary>
    public required string? Output { get; init; }

    /// <summary>Whether only to check and forecast.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Whether to write JSON for scripts.</summary>
    public required bool Json { get; init; }
}
