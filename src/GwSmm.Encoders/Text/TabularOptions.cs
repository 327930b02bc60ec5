namespace GwSmm.Encoders;

/// <summary>How a table is written in a text file.</summary>
public sealed record TabularOptions
{
    /// <summary>The character between fields. Default: tab.</summary>
    public char Separator { get; init; } = '\t';

    /// <summary>What quotes mean. Default <see cref="TabularQuoting.Automatic"/>.</summary>
    public TabularQuoting Quoting { get; init; } = TabularQuoting.Automatic;
}
