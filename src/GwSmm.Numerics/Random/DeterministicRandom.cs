using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>
/// A random number generator whose sequence is part of this library's promise: xoshiro256** (Blackman and Vigna, 2018) seeded
/// by SplitMix64. The same seed gives the same numbers in every version and on every platform. Not thread-safe: give every
/// task its own generator with a seed from <see cref="Derive"/>. Not for cryptography.
/// </summary>
public sealed class DeterministicRandom
{
    private const double TwoToMinus53 = 1.0 / (1UL << 53);
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareGaussian;
    private bool _hasSpareGaussian;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Any value, zero included.</param>
    public DeterministicRandom(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    /// <summary>Makes an independent seed for one purpose, so that adding draws in one place does not shift another.</summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="purpose">What the numbers are for; compared by ordinal characters.</param>
    /// <returns>The seed for that purpose.</returns>
    public static ulong Derive(ulong seed, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var hash = 14695981039346656037UL;
        foreach (var character in purpose)
        {
            hash = (hash ^ (byte)character) * 1099511628211UL;
            hash = (hash ^ (byte)(character >> 8)) * 1099511628211UL;
        }

        var state = SplitMix64(ref seed) ^ hash;
        return SplitMix64(ref state);
    }

    /// <summary>Draws 64 uniform bits.</summary>
    /// <returns>Any 64-bit value.</returns>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws uniformly from [0, 1) with 53 random bits.</summary>
    /// <returns>At least 0, below 1.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>Draws from the normal distribution with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    /// <returns>A finite number.</returns>
    public double NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        double u, v, squared;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            squared = (u * u) + (v * v);
        }
        while (squared >= 1 || squared == 0);

        var scale = Math.Sqrt(-2 * Math.Log(squared) / squared);
        _spareGaussian = v * scale;
        _hasSpareGaussian = true;
        return u * scale;
    }

    /// <summary>Draws an integer uniformly, without modulo bias (Lemire, 2019).</summary>
    /// <param name="maxExclusive">The upper bound, at least 1.</param>
    /// <returns>At least 0, below <paramref name="maxExclusive"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);
        var bound = (uint)maxExclusive;
        var threshold = (uint)-maxExclusive % bound;
        ulong product;
        do
        {
            product = (NextUInt64() >> 32) * bound;
        }
        while ((uint)product < threshold);

        return (int)(product >> 32);
    }

    /// <summary>Puts the values into a uniformly random order (Fisher-Yates).</summary>
    /// <typeparam name="T">Type of a value.</typeparam>
    /// <param name="values">Values, reordered in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
