namespace GwSmm.Encoders;

/// <summary>What the tokenizers keep while they work on a text. Grows and is then reused; not thread-safe.</summary>
/// <param name="merges">The merges of byte-level BPE; null for WordPiece.</param>
internal sealed class TokenizerWorkspace(BytePairMerges? merges)
{
    /// <summary>The text as the tokenizer reads it.</summary>
    public List<char> Characters { get; } = [];

    /// <summary>The tokens of the text, special tokens left out.</summary>
    public List<int> Pieces { get; } = [];

    /// <summary>Merges the bytes of a word; null for WordPiece.</summary>
    public BytePairWord? Word { get; } = merges is null ? null : new BytePairWord(merges);
}
