using System.Text;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>Writes the results of an experiment.</summary>
internal static class ProtocolFiles
{
    /// <summary>The file that holds everything.</summary>
    public const string Json = "experiment.json";

    /// <summary>Writes all files.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="table">The results.</param>
    /// <param name="record">Versions, inputs and configuration, for <see cref="Json"/>.</param>
    public static void Write(OutputDirectory output, ExperimentTable table, IReadOnlyDictionary<string, object> record)
    {
        Save(output, "results.csv", ExperimentCsv.Rows(table));
        Save(output, "summary.csv", ExperimentCsv.Summary(table));
        Save(output, "comparisons.csv", ExperimentCsv.Comparisons(table));
        Save(output, "plans.csv", ExperimentCsv.Plans(table));
        Save(output, "costs.csv", ExperimentCsv.Costs(table));
        Save(output, "experiment.md", ExperimentMarkdown.Write(table, $"{Count(row => row.Item)} items, {Count(row => row.Seed)} seeds"));
        Save(output, Json, ExperimentJson.Write(table, record));

        int Count<T>(Func<ExperimentRow, T> of) => table.Rows.Select(of).Distinct().Count();
    }

    private static void Save(OutputDirectory output, string name, string text) =>
        File.WriteAllText(output.PathTo(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
