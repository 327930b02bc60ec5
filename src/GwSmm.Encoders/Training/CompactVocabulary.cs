namespace GwSmm.Encoders;

/// <summary>
/// The rows of the word embedding that some texts use. Training works on these alone: the others stay as they are in the base, and neither
/// gradient nor optimiser state is kept for them.
/// </summary>
internal sealed class CompactVocabulary
{
    private const string Words = "embeddings.word_embeddings.weight";
    private readonly int[] _rows;
    private readonly Dictionary<int, int> _positions;

    /// <summary>Collects the token numbers that occur.</summary>
    public CompactVocabulary(IEnumerable<int[]> sequences)
    {
        _rows = [.. sequences.SelectMany(sequence => sequence).Distinct().Order()];
        _positions = _rows.Select((row, position) => (row, position)).ToDictionary(pair => pair.row, pair => pair.position);
    }

    /// <summary>The number of rows kept.</summary>
    public int Count => _rows.Length;

    /// <summary>The new number of a token that occurs.</summary>
    public int Renumber(int id) => _positions[id];

    /// <summary>The values of the tokens that occur, of one value for every token.</summary>
    public T[] Extract<T>(ReadOnlySpan<T> values)
    {
        var result = new T[Count];
        for (var i = 0; i < Count; i++)
        {
            result[i] = values[_rows[i]];
        }

        return result;
    }

    /// <summary>Puts values of the tokens that occur into those of every token.</summary>
    public void Expand<T>(ReadOnlySpan<T> compact, Span<T> values)
    {
        for (var i = 0; i < Count; i++)
        {
            values[_rows[i]] = compact[i];
        }
    }

    /// <summary>Renumbers a sequence.</summary>
    public int[] Renumber(int[] sequence) => Array.ConvertAll(sequence, id => _positions[id]);

    /// <summary>Copies weights, of the word embedding only the rows kept.</summary>
    public EncoderWeights Extract(EncoderWeights weights) => new(weights.Tensors.Select(tensor =>
    {
        if (!string.Equals(tensor.Name, Words, StringComparison.Ordinal))
        {
            return new Tensor(tensor.Name, tensor.Shape, (float[])tensor.Data.Clone());
        }

        var hidden = tensor.Shape[1];
        var data = new float[Count * hidden];
        for (var i = 0; i < Count; i++)
        {
            tensor.Data.AsSpan(_rows[i] * hidden, hidden).CopyTo(data.AsSpan(i * hidden));
        }

        return new Tensor(tensor.Name, [Count, hidden], data);
    }));

    /// <summary>Makes full weights again: rows kept from the compact ones, all others from the base.</summary>
    public EncoderWeights Expand(EncoderWeights compact, EncoderWeights original) => new(compact.Tensors.Select(tensor =>
    {
        if (!string.Equals(tensor.Name, Words, StringComparison.Ordinal))
        {
            return tensor;
        }

        var full = original[Words];
        var hidden = tensor.Shape[1];
        var data = (float[])full.Data.Clone();
        for (var i = 0; i < Count; i++)
        {
            tensor.Data.AsSpan(i * hidden, hidden).CopyTo(data.AsSpan(_rows[i] * hidden));
        }

        return new Tensor(Words, full.Shape, data);
    }));
}
