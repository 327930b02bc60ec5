namespace GwSmm.Cli;

/// <summary>Which columns of a file hold what.</summary>
/// <param name="Item">Names the item.</param>
/// <param name="Text">Holds the response.</param>
/// <param name="Label">Holds the score; null where none is needed, or where <see cref="Labels"/> hold it.</param>
internal sealed record ResponseColumns(string Item, string Text, string? Label = null)
{
    /// <summary>Columns of 0 and 1, one for each label that a response may have; null for one class per response.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What separates the labels of a response in <see cref="Label"/>; null for one class per response.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>Whether a response may have several labels, or none.</summary>
    public bool IsMultiLabel => Labels is not null || LabelSeparator is not null;
}
