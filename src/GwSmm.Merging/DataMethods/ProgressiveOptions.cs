namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="ProgressiveMerge"/>.</summary>
public sealed record ProgressiveOptions
{
    /// <summary>Pull towards the average of the models, relative to the mean diagonal of the inputs' Gram matrix, above 0. Default 1e-2.</summary>
    public double Ridge { get; init; } = 1e-2;

    /// <summary>Whether rows of word and position embeddings are averaged in proportion to use, as in <see cref="RegMeanOptions.WeightEmbeddings"/>. Default true.</summary>
    public bool WeightEmbeddings { get; init; } = true;

    /// <summary>The most responses of an item that are read, drawn by seed, at least 2. Default 1000.</summary>
    public int MaxResponses { get; init; } = 1000;
}
