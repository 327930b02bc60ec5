namespace GwSmm.Encoders;

/// <summary>How <see cref="WordPieceTrainer"/> makes a vocabulary.</summary>
public sealed record WordPieceOptions
{
    /// <summary>The most tokens, special tokens and characters included, at least 7. Default 8000.</summary>
    public int Size { get; init; } = 8000;

    /// <summary>How often a pair of pieces must occur to be joined, at least 1. Default 2.</summary>
    public int MinimumCount { get; init; } = 2;

    /// <summary>The most characters to know, the most frequent first, at least 1; words with others become [UNK]. Default 1000.</summary>
    public int AlphabetSize { get; init; } = 1000;

    /// <summary>The longest word, in characters, that is learned from and that the vocabulary spells, at least 1. Default 200; see <see cref="Vocabulary.MaxWordLength"/>.</summary>
    public int MaxWordLength { get; init; } = Vocabulary.DefaultMaxWordLength;

    /// <summary>Whether texts are lower-cased and lose their accents. Default true.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Size >= 7, nameof(Size), Size, "at least 7");
        Demand(MinimumCount >= 1, nameof(MinimumCount), MinimumCount, "at least 1");
        Demand(AlphabetSize >= 1, nameof(AlphabetSize), AlphabetSize, "at least 1");
        Demand(MaxWordLength >= 1, nameof(MaxWordLength), MaxWordLength, "at least 1");
    }

    private static void Demand(bool holds, string option, int found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option WordPieceOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
