using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>The responses of some items.</summary>
/// <param name="Items">In order of first appearance.</param>
/// <param name="Responses">By item.</param>
/// <param name="Labels">Which classes there are.</param>
internal sealed record ResponseTable(IReadOnlyList<string> Items, IReadOnlyDictionary<string, ResponseSet> Responses, LabelSpace Labels);
