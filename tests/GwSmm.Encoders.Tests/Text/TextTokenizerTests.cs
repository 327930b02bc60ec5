namespace GwSmm.Encoders.Tests.Text;

/// <summary>Expected tokens are worked out by hand from BERT's published tokenizer (google-research/bert, tokenization.py).</summary>
public sealed class TextTokenizerTests
{
    private static readonly Vocabulary Words = Vocabulary.Create(
        [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "ex", "##per", "##iment", "resume", "water", "##s", "cafe", "a", "##b", "b",
            "!", ",", ".", "$", "=", "+", "_", "[", "]", "'", "sep", "5", "##5", "##€", "中", "文", "\u8C48", "ᄒ", "##ᅡ", "##ᆫ", "i", "ς", "##ς", "σ",
            "##σ", "ο", "The", "é", "Caf", "##é", "\u2019", "—", "😀", ";", "¿",
        ],
        "test");

    private static readonly TextTokenizer Uncased = new(Words);

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u2003\u2028", "")]
    [InlineData("The experiment!", "the ex ##per ##iment !")]
    [InlineData("THE WATERS", "the water ##s")]
    [InlineData("unspellable the", "[UNK] the")]
    [InlineData("Résumé re\u0301sume\u0301", "resume resume")]
    [InlineData("CAFÉ", "cafe")]
    [InlineData("İ", "i")]
    [InlineData("ΟΣΣ", "ο ##σ ##σ")]
    [InlineData("Σ", "σ")]
    [InlineData("ΣΣ", "σ ##σ")]
    [InlineData("中文the", "中 文 the")]
    [InlineData("the中", "the 中")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("한", "ᄒ ##ᅡ ##ᆫ")]
    [InlineData("the\nwater\tthe\r\nwater", "the water the water")]
    [InlineData("wa\u0000t\u0007e\uFFFDr\u0085", "water")]
    [InlineData("wa\u200Dt\u00ADer\uFEFF", "water")]
    [InlineData("a=5+$5.", "a = 5 + $ 5 .")]
    [InlineData("a_b", "a _ b")]
    [InlineData("5€", "5 ##€")]
    [InlineData("ab", "a ##b")]
    [InlineData("a\u2019b—b", "a \u2019 b — b")]
    [InlineData("a\u037E¿b", "a ; ¿ b")]
    [InlineData("the 😀 water\U0001F602", "the 😀 [UNK]")]
    [InlineData("[SEP]", "[ sep ]")]
    [InlineData("[MASK] [PAD]", "[ [UNK] ] [ [UNK] ]")]
    public void Encode_Uncased(string text, string expected) => Assert.Equal(expected, Encode(Uncased, text));

    [Theory]
    [InlineData("The the", "The the")]
    [InlineData("Café é", "Caf ##é é")]
    [InlineData("The\u0000 中!", "The 中 !")]
    [InlineData("[SEP]", "[ [UNK] ]")]
    public void Encode_Cased(string text, string expected) => Assert.Equal(expected, Encode(new TextTokenizer(Words, lowerCase: false), text));

    [Fact]
    public void Encode_DropsUnpairedSurrogates() => Assert.Equal("water the", Encode(Uncased, "wa\uD800ter the\uDC00"));

    [Theory]
    [InlineData(101, "a")]
    [InlineData(200, "a")]
    [InlineData(201, "[UNK]")]
    public void Encode_TakesWordsOfMoreThan200LettersForUnknown(int length, string first)
    {
        var tokens = Encode(Uncased, "a" + new string('b', length - 1) + " the").Split(' ');

        Assert.Equal(first, tokens[0]);
        Assert.Equal("the", tokens[^1]);
        Assert.Equal(length > 200 ? 2 : length + 1, tokens.Length);
    }

    [Theory]
    [InlineData("b", 200, 0)]
    [InlineData("b", 201, 1)]
    [InlineData("b", 100_000, 1)]
    [InlineData("\U0001D7D8", 200, 0)]
    [InlineData("\U0001D7D8", 201, 1)]
    [InlineData("\u0301", 100_000, 0)]
    public void Words_that_are_too_long_are_counted_in_characters(string letter, int count, int expected)
    {
        var result = Uncased.Tokenize("the " + string.Concat(Enumerable.Repeat(letter, count)) + " the", 512);

        Assert.Equal(expected, result.OverlongWords);
        Assert.False(result.Truncated);
    }

    [Fact]
    public void Words_that_are_too_long_are_not_counted_behind_the_cut()
    {
        var text = "the the " + new string('b', 201) + " the " + new string('b', 201);

        Assert.Equal(0, Uncased.Tokenize(text, 3).OverlongWords);
        Assert.Equal(2, Uncased.Tokenize(text, 7).OverlongWords);
    }

    [Fact]
    public void A_word_that_is_too_long_is_not_counted_where_the_pieces_before_it_reach_the_cut()
    {
        // "experiment" is three pieces: the long word is within the words that are split, but behind the cut.
        var text = "experiment " + new string('b', 201);

        Assert.Equal(0, Uncased.Tokenize(text, 5).OverlongWords);
        Assert.Equal(1, Uncased.Tokenize(text, 6).OverlongWords);
    }

    [Fact]
    public void A_word_of_199_emoji_is_looked_up_whole()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 199));
        var tokenizer = new TextTokenizer(Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", emoji], "test"));

        Assert.Equal([2, 4, 3], tokenizer.Encode(emoji, 5, out _));
    }

    [Theory]
    [InlineData("the\0water", "[UNK]")]
    [InlineData("wa\0ter", "water")]
    [InlineData("the\u202Ewater", "[UNK]")]
    [InlineData("ıI", "[UNK]")]
    [InlineData("the\u200Cwater \U000E0001the", "[UNK] the")]
    [InlineData("👨\u200D👩", "[UNK]")]
    [InlineData("the\u00A0water\u3000the", "the water the")]
    [InlineData("\u0958", "[UNK]")]
    [InlineData("\u20DDthe", "[UNK]")]
    public void Control_characters_joiners_and_marks_go_as_in_the_reference(string text, string expected) => Assert.Equal(expected, Encode(Uncased, text));

    [Theory]
    [InlineData("the the the", 5, false)]
    [InlineData("the the the", 4, true)]
    [InlineData("the experiment", 5, true)]
    [InlineData("the experiment", 6, false)]
    [InlineData("the the the   ", 5, false)]
    [InlineData("experiment", 3, true)]
    public void Encode_TruncatesAndSaysSo(string text, int maxTokens, bool expected)
    {
        var full = Uncased.Encode(text, 512, out _);

        var ids = Uncased.Encode(text, maxTokens, out var truncated);

        Assert.Equal(expected, truncated);
        Assert.Equal(Math.Min(full.Length, maxTokens), ids.Length);
        Assert.Equal(full[..(ids.Length - 1)], ids[..^1]);
        Assert.Equal(Words.SeparatorId, ids[^1]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("the ")]
    [InlineData("é")]
    [InlineData("中")]
    [InlineData("\u0301")]
    [InlineData("!")]
    public void Encode_TakesTextsOf100000Characters(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));

        var ids = Uncased.Encode(text, 128, out var truncated);

        Assert.Equal(part is "the " or "中" or "!", truncated);
        Assert.InRange(ids.Length, 2, 128);
    }

    [Fact]
    public void Encode_CuttingEarlyGivesThePrefixOfTheFullResult()
    {
        var text = string.Concat(Enumerable.Repeat("The experiment — a_b, 中文 5€! 😀 ", 200));
        var full = Uncased.Encode(text, 100_000, out var cut);
        Assert.False(cut);

        foreach (var maxTokens in (int[])[3, 4, 17, 128, 1000])
        {
            var ids = Uncased.Encode(text, maxTokens, out var truncated);
            Assert.True(truncated);
            Assert.Equal(full[..(maxTokens - 1)], ids[..^1]);
        }
    }

    [Fact]
    public void Encode_RefusesFewerThanThreeTokens() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Uncased.Encode("a", 2, out _));

    [Fact]
    public void Constructor_NeedsNoMaskToken()
    {
        var tokenizer = new TextTokenizer(Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"], "test"));

        Assert.Equal([2, 4, 1, 3], tokenizer.Encode("a b", 10, out _));
    }

    private static string Encode(TextTokenizer tokenizer, string text)
    {
        var ids = tokenizer.Encode(text, 512, out var truncated);
        Assert.False(truncated);
        Assert.Equal(Words.ClassificationId, ids[0]);
        Assert.Equal(Words.SeparatorId, ids[^1]);
        return string.Join(' ', ids[1..^1].Select(id => Words.Tokens[id]));
    }
}
