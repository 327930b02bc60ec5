using System.Security.Cryptography;

namespace GwSmm.Encoders.Tests.Text;

public sealed class VocabularyTests : IDisposable
{
    private const string Small = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nwater\n##s\n";
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Small)]
    [InlineData("\uFEFF[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nwater\r\n##s")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\nwater\n##s\n\n\n")]
    public void Load_AcceptsLineEndsAndByteOrderMark(string content)
    {
        var vocabulary = Vocabulary.Load(_directory.Write("vocab.txt", content));

        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "water", "##s"], vocabulary.Tokens);
        Assert.Equal((0, 1, 2, 3), (vocabulary.PaddingId, vocabulary.UnknownId, vocabulary.ClassificationId, vocabulary.SeparatorId));
        Assert.True(vocabulary.TryGetId("##s", out var id));
        Assert.Equal(5, id);
    }

    [Theory]
    [InlineData("[PAD]")]
    [InlineData("[UNK]")]
    [InlineData("[CLS]")]
    [InlineData("[SEP]")]
    public void Load_NamesTheMissingSpecialTokenAndTheFile(string token)
    {
        var path = _directory.Write("vocab.txt", Small.Replace(token, "other", StringComparison.Ordinal));

        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Load(path));

        Assert.Contains($"lacks {token}", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesATokenThatStandsTwice()
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Load(_directory.Write("vocab.txt", Small + "water\n")));

        Assert.Contains("'water' stands twice, as number 5 and 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RefusesAnEmptyLineInside()
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Load(_directory.Write("vocab.txt", "[PAD]\n\n[UNK]\n[CLS]\n[SEP]\n")));

        Assert.Contains("token 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesTheLineThatIsNotUtf8()
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Load(_directory.Write("vocab.txt", [.. "[PAD]\n[UNK]\n"u8, 0xE9, (byte)'\n'])));

        Assert.Contains("vocab.txt', line 3: it is not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamesAFileThatDoesNotExist()
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Load(_directory["none.txt"]));

        Assert.Contains("none.txt' cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_RefusesTokensThatCannotBeSaved()
    {
        // Attribute arguments are UTF-8, so unpaired surrogates cannot be InlineData.
        foreach (var token in (string[])["a\nb", "", "\uD800", "\uDC00\uD800", "a\uD800b"])
        {
            var error = Assert.Throws<GwSmmException>(() => Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "😀", token], "test"));

            Assert.Contains("'test', token 6", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Save_WritesTheBytesThatSha256IsOf()
    {
        var vocabulary = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "é", "😀"], "test");
        vocabulary.Save(_directory["saved.txt"]);

        var loaded = Vocabulary.Load(_directory["saved.txt"]);

        Assert.Equal(vocabulary.Tokens, loaded.Tokens);
        Assert.Equal(vocabulary.Sha256, loaded.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_directory["saved.txt"]))), vocabulary.Sha256);
        Assert.Single(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Build_HasCharactersThenFrequentWords()
    {
        var vocabulary = Vocabulary.Build(["The ice, the ICE", "ice once"], 1000);

        Assert.Equal(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ",", "c", "e", "h", "i", "n", "o", "t", "##,", "##c", "##e", "##h", "##i", "##n", "##o", "##t", "ice", "the"],
            vocabulary.Tokens);
    }

    [Fact]
    public void Build_DoesNotDependOnTheOrderOfTexts()
    {
        string[] texts = ["salt water", "water vapour", "salt and water", "vapour"];

        Assert.Equal(Vocabulary.Build(texts, 40).Sha256, Vocabulary.Build(texts.Reverse(), 40).Sha256);
    }

    [Fact]
    public void Build_KeepsTheMostFrequentCharactersAndTheLimit()
    {
        var vocabulary = Vocabulary.Build(["aaa bb c"], 9);

        Assert.Equal("a b ##a ##b", string.Join(' ', vocabulary.Tokens.Skip(5)));
    }

    [Fact]
    public void Build_RefusesTextsWithoutWords()
    {
        var error = Assert.Throws<GwSmmException>(() => Vocabulary.Build([" ", "\n"], 100));

        Assert.Contains("hold no word", error.Message, StringComparison.Ordinal);
    }
}
