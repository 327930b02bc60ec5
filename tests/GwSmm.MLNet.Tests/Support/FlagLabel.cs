namespace GwSmm.MLNet.Tests;

internal sealed class FlagLabel
{
    public int Item { get; set; }

    public string Text { get; set; } = string.Empty;

    public bool Label { get; set; }
}
