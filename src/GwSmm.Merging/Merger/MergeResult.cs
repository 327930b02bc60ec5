using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>A merged model and what was done to get it.</summary>
public sealed record MergeResult
{
    /// <summary>The merged model.</summary>
    public required MergedModel Model { get; init; }

    /// <summary>The groups, with reason and distances.</summary>
    public required MergePlan Plan { get; init; }

    /// <summary>What an automatic merge tried and took; null where the options said what to do.</summary>
    public AutoMergeReport? Automatic { get; init; }

    /// <summary>Gromov-Wasserstein values between the items' feature distributions.</summary>
    public required DistanceMatrix Distances { get; init; }

    /// <summary>The items, in ascending order.</summary>
    public required IReadOnlyList<ItemMerge> Items { get; init; }

    /// <summary>Bytes of all individual encoders and heads in single precision.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of the merged encoders and heads in single precision.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>Seconds of each phase; differs from run to run.</summary>
    public required MergeTimings Timings { get; init; }
}
