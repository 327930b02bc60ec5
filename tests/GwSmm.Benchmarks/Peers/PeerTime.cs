namespace GwSmm.Benchmarks.Peers;

/// <summary>How long something took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="Cpu">Processor time, in seconds, over all threads.</param>
internal sealed record PeerTime(double Seconds, double Cpu);
