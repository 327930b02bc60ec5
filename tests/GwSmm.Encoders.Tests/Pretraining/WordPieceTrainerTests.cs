using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests;

public class WordPieceTrainerTests
{
    [Fact]
    public void WordPieceOptions_Defaults()
    {
        var options = new WordPieceOptions();
        Assert.Equal((8000, 2, 1000, true, 200), (options.Size, options.MinimumCount, options.AlphabetSize, options.LowerCase, options.MaxWordLength));
        options.Validate();
    }

    [Fact]
    public void The_most_frequent_pairs_are_joined_first()
    {
        // Sennrich, Haddow and Birch (2016), section 3.2, without the end-of-word mark: e s, then es t, then l o.
        var vocabulary = Train(["low low low low low lower lower newest newest newest newest newest newest widest widest widest"], new WordPieceOptions { Size = 28 });
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "d", "e", "i", "l", "n", "o", "r", "s", "t", "w"], vocabulary.Tokens.Take(15), StringComparer.Ordinal);
        Assert.Equal(["##d", "##e", "##i", "##l", "##n", "##o", "##r", "##s", "##t", "##w"], vocabulary.Tokens.Skip(15).Take(10), StringComparer.Ordinal);
        Assert.Equal(["##es", "##est", "##ow"], vocabulary.Tokens.Skip(25), StringComparer.Ordinal);
    }

    [Fact]
    public void Joining_equals_the_naive_twin()
    {
        var words = Gen.Choose(1, 7).SelectMany(length => Gen.Elements('a', 'b', 'c').ArrayOf(length)).Zip(Gen.Choose(1, 5)).ListOf(12);
        Check.One(Config.QuickThrowOnFailure.WithReplay(5, 7), Prop.ForAll(words.ToArbitrary(), sample =>
        {
            var spelt = sample.Select(word => (WordPieceTrainer.Spell(new string(word.Item1)), (long)word.Item2)).ToList();
            var merges = new WordPieceMerges(spelt);
            var found = new List<string>();
            while (found.Count < 30 && merges.Next(2) is { } piece)
            {
                found.Add(piece);
            }

            return found.SequenceEqual(ReferenceWordPiece.Joined(spelt, 2, 30), StringComparer.Ordinal);
        }));
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter_and_every_word_can_be_spelt()
    {
        string[] texts = ["The water evaporates quickly.", "Water vapour rises; it cools.", "Vinegar and water: measure the mass!", "Ein Maß Wasser"];
        var vocabulary = Train(texts, new WordPieceOptions { Size = 120 });
        Assert.Equal(vocabulary.Sha256, Train([.. texts.Reverse()], new WordPieceOptions { Size = 120 }).Sha256);
        Assert.InRange(vocabulary.Count, 60, 120);
        Assert.True(vocabulary.TryGetId("water", out _));
        var tokenizer = new TextTokenizer(vocabulary);
        Assert.All(texts, text => Assert.DoesNotContain(vocabulary.UnknownId, tokenizer.Encode(text, 200, out _)));
    }

    [Fact]
    public void Rare_characters_are_left_out_where_there_is_no_room()
    {
        var vocabulary = Train(["aaa aab aab ac"], new WordPieceOptions { Size = 20, AlphabetSize = 2 });
        Assert.Equal(["a", "b", "##a", "##b", "aa", "aab"], vocabulary.Tokens.Skip(5), StringComparer.Ordinal);
        Assert.DoesNotContain(vocabulary.Tokens, token => token.Contains('c', StringComparison.Ordinal));
    }

    [Fact]
    public void Case_is_kept_where_asked()
    {
        Assert.True(Train(["É é"], new WordPieceOptions { LowerCase = false }).TryGetId("É", out _));
        Assert.False(Train(["É é"], new WordPieceOptions()).TryGetId("É", out _));
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(201, 201)]
    public void Words_up_to_the_longest_are_learned_from_and_spelt(int letters, int? longest)
    {
        var options = longest is { } limit ? new WordPieceOptions { MaxWordLength = limit } : new WordPieceOptions();
        var vocabulary = Train(["a " + new string('b', letters), "a " + new string('c', letters + 1)], options);

        Assert.Equal(letters, vocabulary.MaxWordLength);
        Assert.True(vocabulary.TryGetId("##b", out _));
        Assert.False(vocabulary.TryGetId("##c", out _));
        Assert.DoesNotContain(vocabulary.UnknownId, new TextTokenizer(vocabulary).Encode(new string('b', letters), 1000, out _));
    }

    [Fact]
    public void Refuses_options_out_of_range_texts_without_words_and_goes_on_no_longer_when_cancelled()
    {
        Assert.Contains("WordPieceOptions.Size ", Assert.Throws<GwSmmException>(() => new WordPieceTrainer(new WordPieceOptions { Size = 6 })).Message, StringComparison.Ordinal);
        Assert.Contains("WordPieceOptions.MinimumCount ", Assert.Throws<GwSmmException>(() => new WordPieceTrainer(new WordPieceOptions { MinimumCount = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("WordPieceOptions.AlphabetSize ", Assert.Throws<GwSmmException>(() => new WordPieceTrainer(new WordPieceOptions { AlphabetSize = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("WordPieceOptions.MaxWordLength ", Assert.Throws<GwSmmException>(() => new WordPieceTrainer(new WordPieceOptions { MaxWordLength = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("no word", Assert.Throws<GwSmmException>(() => Train([" ", "\t"], new WordPieceOptions())).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new WordPieceTrainer().Train(["a"], new CancellationToken(canceled: true)));
    }

    private static Vocabulary Train(string[] texts, WordPieceOptions options) => new WordPieceTrainer(options).Train(texts);
}
