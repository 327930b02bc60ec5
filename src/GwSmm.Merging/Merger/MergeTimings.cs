namespace GwSmm.Merging;

/// <summary>Seconds of each phase of a merge; the only part of a result that differs between equal runs.</summary>
/// <param name="Features">Seconds in the individual encoders.</param>
/// <param name="Distances">Seconds in Gromov-Wasserstein problems.</param>
/// <param name="Encoders">Seconds merging weights.</param>
/// <param name="Heads">Seconds fitting heads, the merged encoders' passes included.</param>
public sealed record MergeTimings(double Features, double Distances, double Encoders, double Heads)
{
    /// <summary>Seconds of all phases.</summary>
    public double Total => Features + Distances + Encoders + Heads;
}
