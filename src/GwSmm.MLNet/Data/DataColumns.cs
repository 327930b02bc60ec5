namespace GwSmm.MLNet;

/// <summary>Names of the columns that scorers read.</summary>
/// <param name="Item">Which item a row answers.</param>
/// <param name="Text">The response.</param>
/// <param name="Label">The score.</param>
internal sealed record DataColumns(string Item, string Text, string Label);
