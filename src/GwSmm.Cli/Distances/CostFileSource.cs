using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>A file of costs, which is read again whenever its space is needed: n^2 costs of each of many files would not fit in memory.
/// Thread-safe.</summary>
/// <param name="file">The file.</param>
/// <param name="count">Its number of rows and columns.</param>
/// <param name="normalization">What the costs are divided by.</param>
internal sealed class CostFileSource(string file, int count, CostNormalization normalization) : ISpaceSource
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public MetricMeasureSpace Build()
    {
        var matrix = FeatureFile.Read(file);
        return matrix.Rows == count && matrix.Columns == count
            ? MetricMeasureSpace.FromCost(matrix.Values, count, default, normalization)
            : throw new GwSmmException($"'{file}' had {count} rows and columns when it was first read and now has {matrix.Rows} and {matrix.Columns}. Leave the files alone while they are compared.");
    }
}
