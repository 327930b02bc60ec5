using System.Text.Json.Serialization;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.MLNet;

/// <summary>What a merge did. It is saved with the model.</summary>
public sealed record GwMergeReport
{
    /// <summary>The groups of items that share an encoder.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Groups { get; init; }

    /// <summary>How the groups came about.</summary>
    public string? Reason { get; init; }

    /// <summary>The merge method.</summary>
    public required string Method { get; init; }

    /// <summary>How the heads of merged items were fitted.</summary>
    public required HeadFit HeadFit { get; init; }

    /// <summary>The seed of the merge.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Each item before and after, measured on training responses.</summary>
    public required IReadOnlyList<GwMergeItem> Items { get; init; }

    /// <summary>Bytes of the weights of the single encoders and heads.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of the weights of the merged encoders and heads.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>What an automatic merge tried and took; null where the options said what to do.</summary>
    public AutoMergeReport? Automatic { get; init; }

    /// <summary>The Gromov-Wasserstein distances between the items; null where they were not computed.</summary>
    [JsonIgnore]
    public DistanceMatrix? Distances
    {
        get => DistanceNames is null || DistanceValues is null ? null : new DistanceMatrix(DistanceNames, DistanceValues);
        init
        {
            DistanceNames = value?.Names;
            DistanceValues = value?.Values;
        }
    }

    [JsonInclude]
    internal IReadOnlyList<string>? DistanceNames { get; init; }

    [JsonInclude]
    internal double[]? DistanceValues { get; init; }
}
