using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    private readonly string[] _names;

    internal ConfusionMatrix(double[][] counts, string[] names)
    {
        Counts = counts;
        _names = names;
        int[] all = [.. Enumerable.Range(0, counts.Length)];
        PerClassRecall = [.. all.Select(i => Share(counts[i][i], counts[i].Sum()))];
        PerClassPrecision = [.. all.Select(i => Share(counts[i][i], counts.Sum(row => row[i])))];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[predictedClassIndicatorIndex][actualClassIndicatorIndex];

    public string GetFormattedConfusionTable()
    {
        var text = new StringBuilder("Confusion table\n");
        text.AppendLine("TRUTH \\ PREDICTED: " + string.Join(" | ", _names));
        for (int i = 0; i < NumberOfClasses; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"{_names[i]}: {string.Join(" | ", Counts[i])} | {PerClassRecall[i]:F4}");
        return text.ToString();
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
