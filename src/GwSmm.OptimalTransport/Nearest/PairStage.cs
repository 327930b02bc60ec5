namespace GwSmm.OptimalTransport;

/// <summary>What is known of a pair.</summary>
internal enum PairStage : byte
{
    /// <summary>Its cheap bounds.</summary>
    Cheap = 0,

    /// <summary>All its bounds.</summary>
    Bounded = 1,

    /// <summary>Its value.</summary>
    Solved = 2,
}
