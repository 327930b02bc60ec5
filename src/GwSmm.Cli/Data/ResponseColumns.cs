namespace GwSmm.Cli;

/// <summary>Which columns of a file hold what.</summary>
/// <param name="Item">Names the item.</param>
/// <param name="Text">Holds the response.</param>
/// <param name="Label">Holds the score; null where none is needed.</param>
internal sealed record ResponseColumns(string Item, string Text, string? Label = null);
