namespace GwSmm.Merging;

/// <summary>A merge of certain encoders that is ready to merge their tensors. Thread-safe.</summary>
public interface ITensorMerge
{
    /// <summary>Merges a part of a tensor.</summary>
    /// <param name="piece">The values of all encoders.</param>
    /// <param name="merged">Receives <see cref="TensorPiece.Count"/> values.</param>
    void Merge(TensorPiece piece, Span<float> merged);
}
