using System.Text.Json.Nodes;

namespace GwSmm.Merging;

/// <summary>How <see cref="DirectoryMerger"/> merges.</summary>
public sealed record DirectoryMergeOptions
{
    /// <summary>The merge method. Default <see cref="AverageMerge"/>.</summary>
    public ITensorMergeMethod Method { get; init; } = new AverageMerge();

    /// <summary>The parameters of the method for the record; null, the default, for none.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>The seed of the method for the record. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which items share an encoder; null, the default, makes one group of all.</summary>
    public MergePlan? Plan { get; init; }

    /// <summary>Threads to use, at least 1; the number of processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
