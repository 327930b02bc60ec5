using Microsoft.ML;

namespace GwSmm.MLNet;

/// <summary>Turns rows of text into values of new columns. Thread-safe.</summary>
internal interface IRowScorer
{
    /// <summary>The column that holds the response.</summary>
    string TextColumn { get; }

    /// <summary>The column that holds the item; null where rows need none.</summary>
    string? ItemColumn { get; }

    /// <summary>What was lost of texts so far.</summary>
    TextLosses Losses { get; }

    /// <summary>The new columns, in order; always the same number.</summary>
    /// <param name="input">The schema they are added to, for score set numbers that are still free.</param>
    IReadOnlyList<DataViewSchema.DetachedColumn> GetColumns(DataViewSchema input);

    /// <summary>Computes the active columns of some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="active">For each new column whether its values are wanted.</param>
    /// <returns>For each active column an array [rows] of its raw type, such as <c>VBuffer&lt;float&gt;[]</c>; null for the others.</returns>
    /// <exception cref="GwSmmException">A text is empty or an item unknown.</exception>
    Array?[] Score(IReadOnlyList<TextRow> rows, bool[] active);

    /// <summary>Tells the log what was lost in a finished pass.</summary>
    /// <param name="losses">Not nothing.</param>
    void Report(TextLosses losses);
}
