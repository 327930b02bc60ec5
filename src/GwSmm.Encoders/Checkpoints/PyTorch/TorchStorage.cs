namespace GwSmm.Encoders;

/// <summary>A block of values that tensors are views of.</summary>
/// <param name="Key">The name of the entry <c>data/KEY</c>.</param>
/// <param name="Dtype">The type of a value as safetensors names it.</param>
/// <param name="Count">The number of values.</param>
internal sealed record TorchStorage(string Key, string Dtype, long Count);
