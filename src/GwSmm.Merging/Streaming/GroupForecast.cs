namespace GwSmm.Merging;

/// <summary>What the merge of a group will take.</summary>
public sealed record GroupForecast
{
    /// <summary>The directory of the group inside that of the whole.</summary>
    public required string Directory { get; init; }

    /// <summary>The items, in ascending order.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Bytes of the files with the individual weights.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of the files with merged weights and heads.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>Bytes of memory that the merge takes beside the program itself, at most.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The Euclidean norms of what fine-tuning added to the base, by item; empty where the base is unknown.</summary>
    public required IReadOnlyList<double> ChangeNorms { get; init; }
}
