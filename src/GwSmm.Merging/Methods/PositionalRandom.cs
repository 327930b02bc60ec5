using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// A stream of random numbers read at any position: SplitMix64 (Steele, Lea and Flood, 2014), whose n-th number is a function of seed and n.
/// So a mask does not depend on how a tensor is divided, nor on threads.
/// </summary>
internal static class PositionalRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;
    private const double TwoToMinus53 = 1.0 / (1UL << 53);

    /// <summary>The seed of one tensor of one item.</summary>
    /// <param name="seed">The seed of the merge.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="item">The item.</param>
    /// <returns>A seed that does not depend on other tensors and items.</returns>
    public static ulong SeedOf(ulong seed, string tensor, string item) => DeterministicRandom.Derive(DeterministicRandom.Derive(seed, tensor), item);

    /// <summary>A number of the stream.</summary>
    /// <param name="seed">Which stream.</param>
    /// <param name="position">Which number, from 0.</param>
    /// <returns>Uniform, at least 0, below 1.</returns>
    public static double Uniform(ulong seed, int position)
    {
        var z = seed + (((ulong)position + 1) * Step);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * TwoToMinus53;
    }
}
