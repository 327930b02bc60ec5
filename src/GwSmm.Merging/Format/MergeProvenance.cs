namespace GwSmm.Merging;

/// <summary>How a merged model was made; nothing in it depends on the clock or the machine.</summary>
/// <param name="Method">The name of the merge method.</param>
/// <param name="HeadFit">How the heads of merged groups were fitted.</param>
/// <param name="Seed">The seed.</param>
/// <param name="BaseHash">The hash of the encoder that the models grew from; empty where unknown.</param>
/// <param name="Plan">The groups with distances and reason.</param>
public sealed record MergeProvenance(string Method, HeadFit HeadFit, ulong Seed, string BaseHash, MergePlan Plan);
