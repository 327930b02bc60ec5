namespace GwSmm.Merging;

/// <summary>One way of storing one item's encoder that an automatic merge tried.</summary>
/// <param name="Structure">Which items share an encoder and how it was merged.</param>
/// <param name="Item">The item.</param>
/// <param name="Correction">What is stored for the item beside the shared encoder: "none", a kind of correction, or "own encoder".</param>
/// <param name="Bytes">Bytes stored for the item alone: of its correction, or of its own encoder.</param>
/// <param name="Score">The item's score on the validation responses: quadratic weighted kappa, accuracy where classes are no numbers, micro F1 for several labels.</param>
/// <param name="Baseline">That of the individual model with a refitted head.</param>
/// <param name="Retention">The smaller of the shares kept of this score and of accuracy.</param>
/// <param name="LowerBound">The share kept at least, with the confidence asked for.</param>
/// <param name="Accepted">Whether the item keeps enough.</param>
public sealed record AutoTrial(string Structure, string Item, string Correction, long Bytes, double Score, double Baseline, double Retention, double LowerBound, bool Accepted)
{
    /// <summary>The <see cref="Correction"/> of an item that shares no encoder.</summary>
    public const string OwnEncoder = "own encoder";

    /// <summary>The <see cref="Correction"/> of an item that takes the shared encoder as it is.</summary>
    public const string NoCorrection = "none";
}
