namespace GwSmm.MLNet.Tests;

internal sealed class TextResponse
{
    public string Item { get; set; } = string.Empty;

    public string Text { get; set; } = string.Empty;

    public string Label { get; set; } = string.Empty;
}
