namespace GwSmm.Cli;

/// <summary>What <c>gwsmm inspect</c> tells about a merged model.</summary>
internal sealed record ModelDescription
{
    /// <summary>The zip.</summary>
    public required string File { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>The architecture that all groups share.</summary>
    public required string Encoder { get; init; }

    /// <summary>What the heads read.</summary>
    public required string Features { get; init; }

    /// <summary>What the encoders compute in.</summary>
    public required string Precision { get; init; }

    /// <summary>The merge method.</summary>
    public required string Method { get; init; }

    /// <summary>The seed of the merge.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How the groups came about.</summary>
    public required string? Reason { get; init; }

    /// <summary>Bytes of all single encoders and heads.</summary>
    public required long WeightBytesBefore { get; init; }

    /// <summary>Bytes of the merged encoders and heads.</summary>
    public required long WeightBytesAfter { get; init; }

    /// <summary>The items that share an encoder.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Groups { get; init; }

    /// <summary>Bytes that items keep beside the encoder they share, by item; those that keep none are missing.</summary>
    public required IReadOnlyDictionary<string, long> CorrectionBytes { get; init; }

    /// <summary>What an automatic merge took and why, line by line; empty for others.</summary>
    public required IReadOnlyList<string> Choice { get; init; }

    /// <summary>The classes or labels of each item.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; init; }
}
