using System.Text;
using Microsoft.ML.Tokenizers;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractTokenizer
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhe\n##llo\nhello\n##s\nworld\n.\n";

    private static BertTokenizer Create(Action<BertOptions>? change = null)
    {
        var options = new BertOptions { ApplyBasicTokenization = false, SplitOnSpecialTokens = false, LowerCaseBeforeTokenization = false };
        change?.Invoke(options);
        return BertTokenizer.Create(new MemoryStream(Encoding.UTF8.GetBytes(Vocabulary)), options);
    }

    [Fact]
    public void Without_basic_tokenization_words_are_cut_at_white_space_only()
    {
        BertTokenizer tokenizer = Create();
        Assert.Equal([7, 9, 10], tokenizer.EncodeToIds("hello  world\t.", addSpecialTokens: false));
        Assert.Equal([7, 8], tokenizer.EncodeToIds("hellos", addSpecialTokens: false));
        Assert.Equal([1], tokenizer.EncodeToIds("world.", addSpecialTokens: false));
        Assert.Equal([1], tokenizer.EncodeToIds("Hello", addSpecialTokens: false));
        Assert.Empty(tokenizer.EncodeToIds("", addSpecialTokens: false));
    }

    [Fact]
    public void Special_tokens_are_added_when_asked() => Assert.Equal([2, 9, 3], Create().EncodeToIds("world", addSpecialTokens: true));

    [Fact]
    public void A_word_of_more_than_100_characters_is_unknown()
    {
        BertTokenizer tokenizer = Create();
        Assert.Equal(1 + 98, tokenizer.EncodeToIds("he" + new string('s', 98), addSpecialTokens: false).Count);
        Assert.Equal([1], tokenizer.EncodeToIds("he" + new string('s', 99), addSpecialTokens: false));
    }

    [Fact]
    public void Special_tokens_must_be_in_the_vocabulary()
    {
        Assert.ThrowsAny<Exception>(() => Create(options => options.MaskingToken = "[NONE]"));
        Assert.ThrowsAny<Exception>(() => Create(options => options.UnknownToken = "[NONE]"));
        Assert.Equal(1, Create(options => options.MaskingToken = "[UNK]").MaskingTokenId);
    }
}
