namespace Microsoft.ML.Tokenizers;

public class WordPieceOptions
{
    public string UnknownToken { get; set; } = "[UNK]";

    public string ContinuingSubwordPrefix { get; set; } = "##";

    public int MaxInputCharsPerWord { get; set; } = 100;
}
