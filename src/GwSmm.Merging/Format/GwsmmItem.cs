using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>An item in the manifest of a <c>gwsmm</c> zip.</summary>
/// <param name="Name">The item.</param>
/// <param name="Kind">What its head predicts.</param>
/// <param name="Labels">Names of the classes or labels, in the order of the logits.</param>
/// <param name="Thresholds">Multi-label: the probability from which each label is predicted; else absent.</param>
/// <param name="CutPoints">Multi-class: where the expected score is cut; absent where the most probable class is predicted.</param>
internal sealed record GwsmmItem(string Name, HeadKind Kind, IReadOnlyList<string> Labels, IReadOnlyList<float>? Thresholds, IReadOnlyList<float>? CutPoints = null);
