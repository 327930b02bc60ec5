namespace GwSmm.OptimalTransport;

/// <summary>
/// Something that a space can be made of when it is needed: n points take n^2 costs, so that of many spaces only a few should be
/// held at a time. Implementations are thread-safe.
/// </summary>
public interface ISpaceSource
{
    /// <summary>The number of points n, at least 1.</summary>
    int Count { get; }

    /// <summary>Makes the space; the same bits each time.</summary>
    /// <returns>The space.</returns>
    /// <exception cref="GwSmmException">The costs cannot be computed.</exception>
    MetricMeasureSpace Build();
}
