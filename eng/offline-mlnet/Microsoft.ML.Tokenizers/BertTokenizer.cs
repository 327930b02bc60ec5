namespace Microsoft.ML.Tokenizers;

public sealed class BertTokenizer : WordPieceTokenizer
{
    private BertTokenizer(Dictionary<string, int> vocabulary, BertOptions options)
        : base(vocabulary, options)
    {
        if (options.ApplyBasicTokenization || options.SplitOnSpecialTokens)
            throw new NotSupportedException("The offline stand-in for Microsoft.ML.Tokenizers has no basic tokenization and does not split at special tokens.");
        SeparatorTokenId = vocabulary[options.SeparatorToken];
        PaddingTokenId = vocabulary[options.PaddingToken];
        ClassificationTokenId = vocabulary[options.ClassificationToken];
        MaskingTokenId = vocabulary[options.MaskingToken];
    }

    public int SeparatorTokenId { get; }

    public int PaddingTokenId { get; }

    public int ClassificationTokenId { get; }

    public int MaskingTokenId { get; }

    public static BertTokenizer Create(Stream vocabStream, BertOptions? options = null) =>
        new(ReadVocabulary(vocabStream), options ?? new BertOptions());

    public static BertTokenizer Create(string vocabFilePath, BertOptions? options = null)
    {
        using FileStream stream = File.OpenRead(vocabFilePath);
        return Create(stream, options);
    }

    public IReadOnlyList<int> EncodeToIds(string text, bool addSpecialTokens, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        IReadOnlyList<int> ids = base.EncodeToIds(text);
        return addSpecialTokens ? [ClassificationTokenId, .. ids, SeparatorTokenId] : ids;
    }

    public new IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true) =>
        EncodeToIds(text, addSpecialTokens: true, considerPreTokenization, considerNormalization);
}
