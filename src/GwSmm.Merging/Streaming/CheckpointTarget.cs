using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A merged encoder that goes to the directory of a checkpoint.</summary>
/// <param name="writer">Writes the directory; the caller completes and disposes it.</param>
public sealed class CheckpointTarget(EncoderCheckpointWriter writer) : ITensorTarget
{
    /// <inheritdoc/>
    public void Write(TensorInfo tensor, int start, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        writer.Write(tensor.Name, start, values);
    }
}
