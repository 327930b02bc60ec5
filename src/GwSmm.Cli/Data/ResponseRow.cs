namespace GwSmm.Cli;

/// <summary>One response as an ML.NET row.</summary>
internal sealed class ResponseRow
{
    /// <summary>The item that is answered.</summary>
    public string Item { get; set; } = string.Empty;

    /// <summary>The response.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>The score as it stands in the file; empty where there is none.</summary>
    public string Label { get; set; } = string.Empty;
}
