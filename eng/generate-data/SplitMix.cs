namespace GwSmm.SampleData;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine and runtime, which the shipped bytes rest on.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number in [0, <paramref name="count"/>).</summary>
    public int Next(int count) => (int)(Bits() % (ulong)count);

    /// <summary>Whether something of that many per cent happens.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    /// <summary>One of the choices.</summary>
    public string Pick(IReadOnlyList<string> choices) => choices[Next(choices.Count)];

    /// <summary>Puts a list in random order.</summary>
    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    private ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
