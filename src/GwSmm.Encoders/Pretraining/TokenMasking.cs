using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Chooses and hides the tokens to predict (Devlin et al., 2019): of the chosen ones 80 % become [MASK], 10 % any token of the
/// vocabulary, and 10 % stay. Reused from batch to batch; not thread-safe.
/// </summary>
/// <param name="fraction">Share of a sequence's tokens to predict, special tokens not counted; at least one token is.</param>
/// <param name="maskId">The number of [MASK].</param>
/// <param name="vocabularySize">The tokens to draw from.</param>
internal sealed class TokenMasking(double fraction, int maskId, int vocabularySize)
{
    private int[] _rows = [];
    private int[] _targets = [];
    private int[] _candidates = [];

    /// <summary>Tokens to predict.</summary>
    public int Count { get; private set; }

    /// <summary>The row in the batch of a token to predict; ascending.</summary>
    public int Row(int index) => _rows[index];

    /// <summary>What a token to predict was.</summary>
    public int Target(int index) => _targets[index];

    /// <summary>Hides tokens of a batch.</summary>
    /// <param name="batch">Sequences with [CLS] and [SEP] at their ends; changed.</param>
    /// <param name="order">The number of each sequence, which its mask depends on.</param>
    /// <param name="seed">Seed of the masks.</param>
    public void Apply(TokenBatch batch, ReadOnlySpan<int> order, ulong seed)
    {
        Count = 0;
        Buffers.Ensure(ref _rows, batch.TokenCount);
        Buffers.Ensure(ref _targets, batch.TokenCount);
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var random = new DeterministicRandom(seed + ((ulong)order[sequence] << 20));
            var inner = batch.Length(sequence) - 2;
            var chosen = Math.Clamp((int)Math.Round(fraction * inner), 1, inner);
            foreach (var position in Choose(inner, chosen, random))
            {
                var row = batch.Start(sequence) + 1 + position;
                _rows[Count] = row;
                _targets[Count++] = batch.Ids[row];
                batch.Replace(row, Replacement(batch.Ids[row], random));
            }
        }
    }

    private Span<int> Choose(int count, int chosen, DeterministicRandom random)
    {
        Buffers.Ensure(ref _candidates, count);
        for (var i = 0; i < count; i++)
        {
            _candidates[i] = i;
        }

        for (var i = 0; i < chosen; i++)
        {
            var j = i + random.Next(count - i);
            (_candidates[i], _candidates[j]) = (_candidates[j], _candidates[i]);
        }

        var result = _candidates.AsSpan(0, chosen);
        result.Sort();
        return result;
    }

    private int Replacement(int id, DeterministicRandom random) => random.Next(10) switch
    {
        < 8 => maskId,
        8 => random.Next(vocabularySize),
        _ => id,
    };
}
