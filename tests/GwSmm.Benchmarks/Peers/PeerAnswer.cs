namespace GwSmm.Benchmarks.Peers;

/// <summary>What a peer computed.</summary>
/// <param name="Seconds">Processor time of the best repeat, for all pairs together.</param>
/// <param name="Values">The value of each pair.</param>
internal sealed record PeerAnswer(double Seconds, double[] Values);
