namespace GwSmm.Merging;

/// <summary>Receives a merged encoder in parts, in any order. Thread-safe for parts that do not overlap.</summary>
public interface ITensorTarget
{
    /// <summary>Receives a part of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">The values.</param>
    void Write(TensorInfo tensor, int start, ReadOnlySpan<float> values);
}
