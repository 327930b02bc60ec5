using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Tokenizers;

namespace GwSmm.Encoders.Tests.Text;

/// <summary>Against the WordPiece of ML.NET, which gets the same words.</summary>
public sealed class WordPieceSpellerTests
{
    private static readonly Vocabulary Pieces = Vocabulary.Create(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "ab", "abb", "##a", "##b", "##ab", "##bab", "😀", "##😀", "é", "##éa"], "test");

    /// <summary>The default of ML.NET, which is that of <c>transformers</c>; the published tokenizer has 200.</summary>
    private const int MostLetters = 100;

    private static readonly WordPieceSpeller Speller = new(Pieces);
    private static readonly BertTokenizer Peer = MakePeer();

    [Fact]
    public void Words_are_spelt_as_by_ml_net()
    {
        var letters = Gen.Elements(["a", "a", "b", "b", "é", "😀", " ", "c"]).ListOf().Select(list => string.Join(' ', string.Concat(list).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Prop.ForAll(letters.ToArbitrary(), words => Spell(words, int.MaxValue).SequenceEqual(Peer.EncodeToIds(words, addSpecialTokens: false))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Words_that_are_too_long_are_unknown_as_by_ml_net_at_the_same_length()
    {
        var tokenizer = new TextTokenizer(Pieces.WithMaxWordLength(MostLetters), lowerCase: false);
        foreach (var length in new[] { 99, 100, 101, 200 })
        {
            var text = new string('b', length) + " a" + string.Concat(Enumerable.Repeat("b", length));

            Assert.Equal(Peer.EncodeToIds(text, addSpecialTokens: true), tokenizer.Encode(text, 1000, out _));
        }
    }

    [Theory]
    [InlineData("ab a b", 1, 2)]
    [InlineData("abba a b", 1, 2)]
    [InlineData("ab a b", 3, 3)]
    public void Words_behind_the_limit_are_not_looked_at(string words, int limit, int expected) => Assert.Equal(expected, Spell(words, limit).Count);

    private static List<int> Spell(string words, int limit)
    {
        var ids = new List<int>();
        char[] spaced = [.. words.Length == 0 ? string.Empty : " " + words];
        Speller.Add(spaced, limit, ids);
        return ids;
    }

    private static BertTokenizer MakePeer()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Pieces.Tokens)));
        return BertTokenizer.Create(stream, new BertOptions { ApplyBasicTokenization = false, MaxInputCharsPerWord = MostLetters, SplitOnSpecialTokens = false, LowerCaseBeforeTokenization = false });
    }
}
