namespace GwSmm.OptimalTransport.Tests;

/// <summary>A space of points on a line that counts how often it is made.</summary>
/// <param name="count">The number of points.</param>
internal sealed class CountingSource(int count) : ISpaceSource
{
    private int _built;

    public int Built => _built;

    public int Count => count;

    public MetricMeasureSpace Build()
    {
        Interlocked.Increment(ref _built);
        return MetricMeasureSpace.FromFeatures([.. Enumerable.Range(0, count).Select(i => (double)i * i)], count, 1);
    }
}
