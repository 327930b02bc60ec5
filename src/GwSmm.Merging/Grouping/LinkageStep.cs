namespace GwSmm.Merging;

/// <summary>One join of two clusters, as in a row of scipy's linkage matrix.</summary>
/// <param name="First">The cluster whose first item comes earlier: i for the i-th item, k + s for the result of step s of k items.</param>
/// <param name="Second">The other cluster.</param>
/// <param name="Height">The mean distance between the items of the two clusters.</param>
/// <param name="Size">The number of items of the joined cluster.</param>
public sealed record LinkageStep(int First, int Second, double Height, int Size);
