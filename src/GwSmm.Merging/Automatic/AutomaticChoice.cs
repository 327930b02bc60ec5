using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A way of storing all items.</summary>
/// <param name="Structure">Which items share an encoder and how it was merged.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Weights">The encoder that each item shares or has.</param>
/// <param name="Deltas">The correction of each item that has one.</param>
/// <param name="Chosen">The trial that decided for each item.</param>
/// <param name="Bytes">Bytes of encoders and corrections.</param>
internal sealed record AutomaticChoice(
    string Structure, IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyDictionary<string, EncoderWeights> Weights,
    IReadOnlyDictionary<string, EncoderDelta> Deltas, IReadOnlyList<AutoTrial> Chosen, long Bytes)
{
    /// <summary>What was tried and taken; null while it is still looked for.</summary>
    public AutoMergeReport? Report { get; init; }

    /// <summary>The encoders in the order of a plan's groups.</summary>
    /// <param name="plan">The plan of <see cref="Groups"/>.</param>
    public List<GroupEncoder> Encoders(MergePlan plan) =>
    [
        .. plan.Groups.Select(group => new GroupEncoder(
            Weights[group[0]], null, group.Where(Deltas.ContainsKey).ToDictionary(item => item, item => Deltas[item], StringComparer.Ordinal))),
    ];
}
