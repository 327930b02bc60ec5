namespace GwSmm.Merging;

/// <summary>Name and shape of a tensor whose values are read in parts.</summary>
/// <param name="Name">The Hugging Face name.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first.</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>The number of values.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Values of the innermost dimension; all of a vector, 1 of a scalar.</summary>
    public int RowLength => Shape.Count == 0 ? 1 : Shape[^1];

    /// <summary>Whether it is the weight of a dense layer: two dimensions, and no embedding, whose rows are looked up and not multiplied.</summary>
    public bool IsDense => Shape.Count == 2 && !Name.StartsWith("embeddings.", StringComparison.Ordinal);
}
