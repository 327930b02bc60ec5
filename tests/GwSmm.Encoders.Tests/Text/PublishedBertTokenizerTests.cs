using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests.Text;

/// <summary>
/// Against BERT's published tokenizer: token numbers from a Python script after its description (Unicode tables of Python 3), and
/// <see cref="ReferenceBertTokenizer"/>.
/// </summary>
public sealed class PublishedBertTokenizerTests
{
    private static readonly Vocabulary Pieces = Vocabulary.Create(
        [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a", "b", "##b", "aaa", "##aaa", "##ab", "cafe", "##s", "résumé", "Café", "é", "##é", "中", "文", "国",
            "😀", "##😀", "!", "-", ",", "$", "한", "ᄒ", "##ᅡ", "##ᆫ", "tour", "##n", "tourn", "1", "##1", "(", ")", "ё", "е", "##е", "x", "##x", "E", "ss", "ß",
        ],
        "test");

    [Theory]
    [InlineData("Café cafés CAFÉ résumé", new[] { 2, 12, 12, 13, 12, 1, 3 }, new[] { 2, 15, 1, 1, 14, 3 })]
    [InlineData("re\u0301sume\u0301 Café!", new[] { 2, 1, 12, 23, 3 }, new[] { 2, 1, 15, 23, 3 })]
    [InlineData("a中文b 国a-b", new[] { 2, 5, 18, 19, 7, 20, 5, 24, 7, 3 }, new[] { 2, 5, 18, 19, 7, 20, 5, 24, 7, 3 })]
    [InlineData("😀😀 a😀 😀!", new[] { 2, 21, 22, 5, 22, 21, 23, 3 }, new[] { 2, 21, 22, 5, 22, 21, 23, 3 })]
    [InlineData("a\u0000a\u0007a\u200Da\uFEFF\ttour\nns", new[] { 2, 9, 6, 31, 1, 3 }, new[] { 2, 9, 6, 31, 1, 3 })]
    [InlineData("한국 ё Е ß ẞ", new[] { 2, 1, 39, 39, 45, 45, 3 }, new[] { 2, 1, 38, 1, 45, 1, 3 })]
    [InlineData("xxx aaaaaaa", new[] { 2, 41, 42, 42, 9, 10, 6, 3 }, new[] { 2, 41, 42, 42, 9, 10, 6, 3 })]
    [InlineData("\u3000a\u00A0b\u2028a", new[] { 2, 5, 7, 5, 3 }, new[] { 2, 5, 7, 5, 3 })]
    [InlineData("($1), \uFFFDa", new[] { 2, 36, 26, 34, 37, 25, 5, 3 }, new[] { 2, 36, 26, 34, 37, 25, 5, 3 })]
    [InlineData("e\u0301\u0302é", new[] { 2, 1, 3 }, new[] { 2, 1, 3 })]
    public void Tokens_are_those_of_the_published_tokenizer(string text, int[] uncased, int[] cased)
    {
        Assert.Equal(uncased, new TextTokenizer(Pieces).Encode(text, 512, out _));
        Assert.Equal(cased, new TextTokenizer(Pieces, lowerCase: false).Encode(text, 512, out _));
    }

    [Theory]
    [InlineData(null, 199, 199)]
    [InlineData(null, 200, 200)]
    [InlineData(null, 201, 1)]
    [InlineData(100, 99, 99)]
    [InlineData(100, 100, 100)]
    [InlineData(100, 101, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(int.MaxValue, 400, 400)]
    public void Words_are_spelt_up_to_the_longest_length(int? limit, int letters, int expected)
    {
        var tokenizer = new TextTokenizer(limit is { } longest ? Pieces.WithMaxWordLength(longest) : Pieces);

        Assert.Equal(limit ?? 200, tokenizer.MaxWordLength);
        foreach (var (letter, first, next) in new[] { ("x", 41, 42), ("😀", 21, 22), ("X\u0301", 41, 42) })
        {
            var result = tokenizer.Tokenize(string.Concat(Enumerable.Repeat(letter, letters)), 1000);

            var spelt = letters <= tokenizer.MaxWordLength;
            Assert.Equal([2, .. spelt ? Enumerable.Repeat(next, expected - 1).Prepend(first) : [1], 3], result.Ids);
            Assert.Equal(spelt ? 0 : 1, result.OverlongWords);
        }
    }

    [Fact]
    public void Chinese_characters_and_punctuation_are_words_of_their_own_however_many_there_are()
    {
        foreach (var letter in new[] { "中", "!" })
        {
            var result = new TextTokenizer(Pieces.WithMaxWordLength(1)).Tokenize(string.Concat(Enumerable.Repeat(letter, 300)), 1000);

            Assert.Equal(302, result.Ids.Length);
            Assert.DoesNotContain(1, result.Ids);
            Assert.Equal(0, result.OverlongWords);
        }
    }

    [Fact]
    public void Any_text_gives_the_tokens_of_the_step_by_step_reference()
    {
        var parts = Gen.Elements(
            "a", "b", "x", "X", "é", "É", "ё", "Ё", "ñ", "ế", "e\u0301", "中", "文", "한", "😀", "👩\u200D🔬", "ß", "1", " ", "\t", "\n", "\u00A0", "\u2028", "\0", "\u0007",
            "\u200B", "\uFFFD", "\u0301", "!", "-", "$", "(", "’", "—", "_", "tour", "Café", new string('x', 99), new string('x', 100), new string('a', 200));
        var texts = parts.ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text => new[] { true, false }.All(lowerCase => new[] { 100, 200 }.All(limit =>
            new TextTokenizer(Pieces.WithMaxWordLength(limit), lowerCase).Encode(text, 100_000, out _).AsSpan().SequenceEqual(new ReferenceBertTokenizer(Pieces.Tokens, lowerCase, limit).Encode(text)))))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_longest_word_below_one_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.WithMaxWordLength(limit));
}
