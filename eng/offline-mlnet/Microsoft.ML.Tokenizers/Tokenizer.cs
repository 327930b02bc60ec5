namespace Microsoft.ML.Tokenizers;

public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncodeCore(text);
    }

    private protected abstract List<int> EncodeCore(string text);
}
