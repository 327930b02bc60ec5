namespace GwSmm.Encoders;

/// <summary>A tuple of a pickle.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Depth">Levels of tuples in it, itself included.</param>
internal sealed record PickleTuple(object?[] Items, int Depth);
