using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A merged encoder in memory.</summary>
internal sealed class WeightsTarget(EncoderWeights template) : ITensorTarget
{
    /// <summary>The encoder.</summary>
    public EncoderWeights Weights { get; } = new(template.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));

    /// <inheritdoc/>
    public void Write(TensorInfo tensor, int start, ReadOnlySpan<float> values) => values.CopyTo(Weights[tensor.Name].Data.AsSpan(start));
}
