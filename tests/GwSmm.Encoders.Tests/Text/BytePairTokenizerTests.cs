using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests.Text;

/// <summary>Expected tokens are those of a Python script of our own; see tests/Golden/checkpoints/README.md.</summary>
public sealed class BytePairTokenizerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoints", "roberta");
    private static readonly Vocabulary Words = Read(prefix: false);
    private static readonly TextTokenizer Plain = new(Words);

    [Fact]
    public void Texts_get_the_tokens_of_the_reference()
    {
        var prefixed = new TextTokenizer(Read(prefix: true));
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        foreach (var item in document.RootElement.GetProperty("tokens").EnumerateArray())
        {
            var text = item.GetProperty("text").GetString()!;
            Assert.Equal(item.GetProperty("ids").Deserialize<int[]>()!, Plain.Encode(text, 500, out _));
            Assert.Equal(item.GetProperty("prefixed").Deserialize<int[]>()!, prefixed.Encode(text, 500, out _));
        }
    }

    [Fact]
    public void The_heap_merges_as_the_naive_loop_does()
    {
        var letters = Gen.Elements([.. " thewarmolsn\u00E9\u4E2D'"]).ListOf().Select(list => new string([.. list]));

        Prop.ForAll(letters.ToArbitrary(), text => Plain.Encode(text, 1000, out _)[1..^1].SequenceEqual(Naive(text))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Of_equal_pairs_the_first_is_merged_first()
    {
        var vocabulary = Vocabulary.CreateBytePairs([.. Words.Tokens, "xx", "xxx"], ["x x", "xx x"], false, "test");
        var tokens = new TextTokenizer(vocabulary).Encode("xxxxx", 20, out _)[1..^1].Select(id => vocabulary.Tokens[id]);

        Assert.Equal(["xx", "xxx"], tokens, StringComparer.Ordinal);
    }

    [Fact]
    public void Special_tokens_in_a_text_are_text()
    {
        var ids = Plain.Encode("<s></s><mask><pad>", 100, out _);

        Assert.Equal(0, ids[0]);
        Assert.Equal(2, ids[^1]);
        Assert.DoesNotContain(ids[1..^1], id => Words.Tokens[id] is "<s>" or "</s>" or "<mask>" or "<pad>" or "<unk>");
    }

    [Theory]
    [InlineData("the water", 100, false)]
    [InlineData(" the water", 4, false)]
    [InlineData(" the water", 3, true)]
    [InlineData("zzzzzzzz", 5, true)]
    public void Cut_texts_say_so(string text, int maxTokens, bool expected)
    {
        var full = Plain.Encode(text, 500, out _);

        var result = Plain.Tokenize(text, maxTokens);

        Assert.Equal(expected, result.Truncated);
        Assert.Equal(0, result.OverlongWords);
        Assert.Equal(full[..(result.Ids.Length - 1)], result.Ids[..^1]);
        Assert.Equal(Words.SeparatorId, result.Ids[^1]);
    }

    [Fact]
    public void Unpaired_surrogates_are_dropped() => Assert.Equal(Plain.Encode("water the", 50, out _), Plain.Encode("wa\uD800ter the\uDC00", 50, out _));

    [Theory]
    [InlineData("m")]
    [InlineData("\U0001F600")]
    [InlineData(" ")]
    public void A_word_of_100000_letters_is_spelt(string letter)
    {
        var ids = Plain.Encode(string.Concat(Enumerable.Repeat(letter, 100_000 / letter.Length)), 200_000, out var truncated);

        Assert.False(truncated);
        Assert.InRange(ids.Length, 1000, 200_000);
    }

    [Fact]
    public void The_vocabulary_keeps_what_it_is_made_of()
    {
        Assert.Equal(TokenizerKind.ByteLevelBpe, Words.Kind);
        Assert.Equal((1, 3, 0, 2), (Words.PaddingId, Words.UnknownId, Words.ClassificationId, Words.SeparatorId));
        Assert.False(Plain.LowerCase);
        Assert.NotEqual(Words.Sha256, Read(prefix: true).Sha256, StringComparer.Ordinal);
        Assert.NotEqual(Words.Sha256, Vocabulary.CreateBytePairs(Words.Tokens, [.. Words.Merges.SkipLast(1)], false, "test").Sha256, StringComparer.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Words.Save(Path.Combine(Path.GetTempPath(), "never-written.txt")));
    }

    [Theory]
    [InlineData("</s>", "lacks </s>. A RoBERTa vocabulary has")]
    [InlineData("\u0120", "lacks the token '\u0120' of the byte 0x20")]
    [InlineData("\u0120t", "merge 1 is '\u0120 t'; expected two tokens")]
    public void A_missing_token_is_named(string token, string expected)
    {
        var tokens = Words.Tokens.Select(other => string.Equals(other, token, StringComparison.Ordinal) ? "other" : other).ToArray();

        var error = Assert.Throws<GwSmmException>(() => Vocabulary.CreateBytePairs(tokens, ["\u0120 t"], false, "test.json"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("'test.json'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a b c")]
    [InlineData("a  b")]
    [InlineData("")]
    public void A_malformed_merge_is_named(string merge)
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.CreateBytePairs(Words.Tokens, [merge], false, "test.json"));

        Assert.Contains($"merge 1 is '{merge}'", error.Message, StringComparison.Ordinal);
    }

    private static Vocabulary Read(bool prefix)
    {
        var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(Path.Combine(Folder, "vocab.json")))!;
        var merges = File.ReadAllLines(Path.Combine(Folder, "merges.txt"))[1..];
        return Vocabulary.CreateBytePairs([.. ids.OrderBy(pair => pair.Value).Select(pair => pair.Key)], merges, prefix, "test");
    }

    /// <summary>Merge after merge over the whole word, as the merges were learned.</summary>
    private static List<int> Naive(string text)
    {
        var ids = new List<int>();
        for (var start = 0; start < text.Length;)
        {
            var end = Gpt2WordSplitter.EndOfWord(text, start);
            var word = Encoding.UTF8.GetBytes(text[start..end]).Select(value => ByteAlphabet.Letters[value].ToString()).ToList();
            foreach (var parts in Words.Merges.Select(merge => merge.Split(' ')))
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if (string.Equals(word[i], parts[0], StringComparison.Ordinal) && string.Equals(word[i + 1], parts[1], StringComparison.Ordinal))
                    {
                        word[i] += word[i + 1];
                        word.RemoveAt(i + 1);
                    }
                }
            }

            ids.AddRange(word.Select(token => Words.TryGetId(token, out var id) ? id : -1));
            start = end;
        }

        return ids;
    }
}
