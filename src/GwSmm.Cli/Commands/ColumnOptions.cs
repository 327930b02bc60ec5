using System.CommandLine;

namespace GwSmm.Cli;

/// <summary>The options that name columns, the same in every command.</summary>
internal static class ColumnOptions
{
    public static Option<string> Item() => new("--item") { Description = "Column that names the item (question).", DefaultValueFactory = _ => "Item" };

    public static Option<string> Text() => new("--text") { Description = "Column that holds the response.", DefaultValueFactory = _ => "Text" };

    public static Option<string> Label() => new("--label") { Description = "Column that holds the score.", DefaultValueFactory = _ => "Label" };
}
