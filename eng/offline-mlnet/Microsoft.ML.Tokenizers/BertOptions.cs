namespace Microsoft.ML.Tokenizers;

public sealed class BertOptions : WordPieceOptions
{
    public bool LowerCaseBeforeTokenization { get; set; } = true;

    public bool ApplyBasicTokenization { get; set; } = true;

    public bool SplitOnSpecialTokens { get; set; } = true;

    public string SeparatorToken { get; set; } = "[SEP]";

    public string PaddingToken { get; set; } = "[PAD]";

    public string ClassificationToken { get; set; } = "[CLS]";

    public string MaskingToken { get; set; } = "[MASK]";

    public bool IndividuallyTokenizeCjk { get; set; } = true;

    public bool RemoveNonSpacingMarks { get; set; }
}
