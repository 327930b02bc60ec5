using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Features of some rows.</summary>
/// <param name="data">[rows, <paramref name="count"/>], row-major.</param>
/// <param name="count">The length of a feature vector.</param>
internal readonly struct FeatureRows(float[] data, int count)
{
    /// <summary>One row's features.</summary>
    public ReadOnlySpan<float> this[int row] => data.AsSpan(row * count, count);

    /// <summary>The rows as vectors.</summary>
    public VBuffer<float>[] ToVectors()
    {
        var vectors = new VBuffer<float>[data.Length / count];
        for (var row = 0; row < vectors.Length; row++)
        {
            vectors[row] = new VBuffer<float>(count, this[row].ToArray());
        }

        return vectors;
    }
}
