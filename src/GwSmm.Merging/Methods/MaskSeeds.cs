using System.Globalization;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>The seeds of the random masks of a merge: one for each tensor and item.</summary>
internal sealed class MaskSeeds(ITensorSource source, ulong seed)
{
    private readonly Dictionary<string, ulong[]> _seeds = source.Tensors.ToDictionary(
        tensor => tensor.Name, tensor => source.Items.Select(item => PositionalRandom.SeedOf(seed, tensor.Name, item)).ToArray(), StringComparer.Ordinal);

    /// <summary>The seed of the masks of a method within a merge.</summary>
    /// <param name="method">The method's own seed.</param>
    /// <param name="merge">The seed of the merge.</param>
    /// <returns>The method's where that of the merge is 0, else a function of both.</returns>
    public static ulong Combine(ulong method, ulong merge) => merge == 0 ? method : DeterministicRandom.Derive(method, "merge " + merge.ToString(CultureInfo.InvariantCulture));

    /// <summary>The seeds of a tensor [k].</summary>
    /// <param name="tensor">The tensor.</param>
    public ulong[] this[TensorInfo tensor] => _seeds[tensor.Name];
}
