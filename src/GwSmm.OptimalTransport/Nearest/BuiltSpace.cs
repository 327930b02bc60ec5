namespace GwSmm.OptimalTransport;

/// <summary>A space at hand and its signature. Thread-safe.</summary>
/// <param name="Space">The space.</param>
/// <param name="Signature">What bounds need of it.</param>
internal sealed record BuiltSpace(MetricMeasureSpace Space, SpaceSignature Signature);
