using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Encoders in memory, read without copies.</summary>
internal sealed class WeightsSource(MergeInput input) : ITensorSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Items => input.Items;

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors { get; } = [.. input.Models[0].Tensors.Select(tensor => new TensorInfo(tensor.Name, tensor.Shape))];

    /// <inheritdoc/>
    public bool HasBase => input.Base is not null;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Read(int model, TensorInfo tensor, int start, Memory<float> buffer)
    {
        EncoderWeights weights = model == ITensorSource.Base ? input.Base! : input.Models[model];
        return weights[tensor.Name].Data.AsMemory(start, buffer.Length);
    }
}
