namespace GwSmm.OptimalTransport;

/// <summary>The parts of a <see cref="SpaceSignature"/> that take as much memory as the costs.</summary>
[Flags]
internal enum SignatureParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>All costs, sorted.</summary>
    SortedCosts = 1,

    /// <summary>The costs, each row sorted.</summary>
    SortedRows = 2,

    /// <summary>The centred costs.</summary>
    CentredCosts = 4,

    /// <summary>The centred costs, each row sorted.</summary>
    CentredRows = 8,
}
