namespace GwSmm.Encoders;

/// <summary>The merges of a byte-level BPE vocabulary by token numbers, and the numbers of the bytes. Immutable; thread-safe.</summary>
internal sealed class BytePairMerges
{
    private readonly int[] _bytes;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _pairs;

    private BytePairMerges(int[] bytes, Dictionary<(int Left, int Right), (int Rank, int Id)> pairs)
    {
        _bytes = bytes;
        _pairs = pairs;
    }

    /// <summary>The token number of a byte.</summary>
    public int this[byte value] => _bytes[value];

    /// <summary>Checks merges against a vocabulary.</summary>
    /// <param name="ids">Tokens and their numbers.</param>
    /// <param name="merges">The merges in the order of their rank, each as two tokens with a space between.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <returns>The merges.</returns>
    /// <exception cref="GwSmmException">A byte has no token, or a merge is malformed or names a token that is not there.</exception>
    public static BytePairMerges Create(IReadOnlyDictionary<string, int> ids, IReadOnlyList<string> merges, string source)
    {
        var bytes = new int[256];
        for (var value = 0; value < bytes.Length; value++)
        {
            if (!ids.TryGetValue(ByteAlphabet.Letters[value].ToString(), out bytes[value]))
            {
                throw new GwSmmException($"Vocabulary '{source}' lacks the token '{ByteAlphabet.Letters[value]}' of the byte 0x{value:X2}. Byte-level BPE has a token for each of the 256 bytes; use the vocabulary that belongs to the model.");
            }
        }

        var pairs = new Dictionary<(int, int), (int, int)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var parts = merges[rank].Split(' ');
            if (parts.Length != 2 || !ids.TryGetValue(parts[0], out var left) || !ids.TryGetValue(parts[1], out var right) || !ids.TryGetValue(parts[0] + parts[1], out var id))
            {
                throw new GwSmmException($"Vocabulary '{source}': merge {rank + 1} is '{merges[rank]}'; expected two tokens with a space between that, like both together, are in the vocabulary. Use vocabulary and merges of one model.");
            }

            // Of a merge that stands twice the first counts.
            pairs.TryAdd((left, right), (rank, id));
        }

        return new BytePairMerges(bytes, pairs);
    }

    /// <summary>Looks a merge up.</summary>
    /// <param name="left">A token number.</param>
    /// <param name="right">The number of the token after it.</param>
    /// <param name="rank">Its rank; lower ones come first.</param>
    /// <param name="id">The number of the token that both become.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(int left, int right, out int rank, out int id)
    {
        var found = _pairs.TryGetValue((left, right), out var pair);
        (rank, id) = pair;
        return found;
    }
}
