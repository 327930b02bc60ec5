using System.Diagnostics.CodeAnalysis;

namespace GwSmm.Merging;

/// <summary>How the matrices of an item's difference to a shared encoder are stored.</summary>
public enum DeltaKind
{
    /// <summary>Two thin factors of a truncated singular value decomposition.</summary>
    LowRank,

    /// <summary>8 bits per value, one scale per row.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The usual name of the format.")]
    Int8,

    /// <summary>4 bits per value, one scale per row.</summary>
    Int4,

    /// <summary>3 bits per value, one scale per row.</summary>
    Int3,

    /// <summary>2 bits per value, one scale per row.</summary>
    Int2,

    /// <summary>The sign of every value, or of the largest values, and one scale per row.</summary>
    Sign,

    /// <summary>The difference itself.</summary>
    Dense,
}
