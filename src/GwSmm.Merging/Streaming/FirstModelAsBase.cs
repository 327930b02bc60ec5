namespace GwSmm.Merging;

/// <summary>Encoders of which the first stands for the base.</summary>
internal sealed class FirstModelAsBase(ITensorSource source) : ITensorSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Items => source.Items;

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => source.Tensors;

    /// <inheritdoc/>
    public bool HasBase => true;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Read(int model, TensorInfo tensor, int start, Memory<float> buffer) => source.Read(Math.Max(0, model), tensor, start, buffer);
}
