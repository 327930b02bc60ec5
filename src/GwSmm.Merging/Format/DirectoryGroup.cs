using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A group in <see cref="DirectoryManifest"/>.</summary>
/// <param name="Directory">Its directory beside the manifest.</param>
/// <param name="Features">What its heads read.</param>
/// <param name="Sha256">The SHA-256 of its weights and heads by file name.</param>
/// <param name="Items">The items in ascending order, the order of the heads.</param>
internal sealed record DirectoryGroup(string Directory, FeatureOptions Features, IReadOnlyDictionary<string, string> Sha256, IReadOnlyList<DirectoryItem> Items);
