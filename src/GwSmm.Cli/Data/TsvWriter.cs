namespace GwSmm.Cli;

/// <summary>Writes tab-separated text that <see cref="Encoders.TabularText"/> reads back to the same fields.</summary>
internal static class TsvWriter
{
    /// <summary>Writes one row.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="fields">The fields, free of line breaks.</param>
    public static void WriteRow(TextWriter writer, IEnumerable<string> fields) => writer.Write(string.Join('\t', fields.Select(Escape)) + "\n");

    private static string Escape(string field) => field.StartsWith('"') || field.Contains('\t')
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
