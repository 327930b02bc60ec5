namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="RegMeanMerge"/>.</summary>
public sealed record RegMeanOptions
{
    /// <summary>Factor of the off-diagonal entries of each item's Gram matrix, in [0, 1]; below 1 the fit is pulled towards a weighted mean of the models. Default 0.9, as in the paper.</summary>
    public double OffDiagonalScale { get; init; } = 0.9;

    /// <summary>Added to the diagonal of each item's Gram matrix, relative to the mean of that diagonal, above 0: where no input points, the models are averaged. Default 1e-4.</summary>
    public double Ridge { get; init; } = 1e-4;

    /// <summary>
    /// Whether the rows of the word and position embeddings are averaged in proportion to how often each item's responses use them, as the regression does for one-hot inputs; rows that nobody
    /// uses, and all rows if not, are averaged plainly. Default true.
    /// </summary>
    public bool WeightEmbeddings { get; init; } = true;

    /// <summary>Whether each layer's inputs come from the merged layers below (RegMean++, Nguyen et al., 2025) instead of the item's own. Default false.</summary>
    public bool MergedInputs { get; init; }

    /// <summary>The most responses of an item that are read, drawn by seed, at least 2. Default 1000.</summary>
    public int MaxResponses { get; init; } = 1000;
}
