using System.Text;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>Writes the results of an experiment.</summary>
internal static class ProtocolFiles
{
    /// <summary>Writes all files.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="table">The results.</param>
    /// <param name="config">What was asked for.</param>
    /// <param name="data">The responses.</param>
    public static void Write(OutputDirectory output, ExperimentTable table, ProtocolConfig config, ExperimentData data)
    {
        var record = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["versions"] = ProductVersion.All,
            ["inputs"] = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["test"] = data.Test.Sha256, ["train"] = data.Train.Sha256 },
            ["config"] = config.Json,
        };
        Save(output, "results.csv", ExperimentCsv.Rows(table));
        Save(output, "summary.csv", ExperimentCsv.Summary(table));
        Save(output, "comparisons.csv", ExperimentCsv.Comparisons(table));
        Save(output, "costs.csv", ExperimentCsv.Costs(table));
        Save(output, "experiment.md", ExperimentMarkdown.Write(table, $"{data.Items.Count} items, {config.Seeds.Count} seeds"));
        Save(output, "experiment.json", ExperimentJson.Write(table, record));
    }

    private static void Save(OutputDirectory output, string name, string text) =>
        File.WriteAllText(output.PathTo(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
