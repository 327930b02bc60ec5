namespace GwSmm.Evaluation;

/// <summary>Parameters of <see cref="PairedBootstrap"/>.</summary>
public sealed record BootstrapOptions
{
    /// <summary>The number of resamples, at least 100. Default 2000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>The coverage of the interval, in (0, 1). Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Decides the resamples. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1; the number of processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
