using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>What a merge did to one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Group">The position of its group in <see cref="MergePlan.Groups"/>.</param>
/// <param name="Responses">Training responses of the item.</param>
/// <param name="FeatureRows">Responses whose features were compared.</param>
/// <param name="IndividualHead">The head as trained with the item's own encoder.</param>
/// <param name="IndividualRefitted">A head refitted to the item's own encoder, the fair baseline; null where not asked for.</param>
/// <param name="MergedHead">The head in the merged model.</param>
/// <param name="Refit">How the merged head was refitted; null where it was trained, made by the method or kept.</param>
public sealed record ItemMerge(
    string Item, int Group, int Responses, int FeatureRows, ScoringHead IndividualHead, HeadRefitResult? IndividualRefitted, ScoringHead MergedHead, HeadRefitResult? Refit);
