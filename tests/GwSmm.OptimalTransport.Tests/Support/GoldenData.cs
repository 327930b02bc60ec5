using System.Text.Json;

namespace GwSmm.OptimalTransport.Tests;

/// <summary>Finds and reads the golden values in tests/Golden.</summary>
internal static class GoldenData
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonElement>> Cases = new(() =>
        Directory.GetFiles(PathOf("gw"), "*.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray())
            .ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal));

    public static string PathOf(string relative) => Path.Combine(AppContext.BaseDirectory, "Golden", relative);

    public static JsonElement Case(string id) => Cases.Value[id];

    public static double Value(string id) => Case(id).GetProperty("value").GetDouble();

    public static double[] Array(string name) => MatrixCsv.Read(PathOf($"gw/data/{name}.csv")).Values;

    public static double[] Uniform(int count) => Enumerable.Repeat(1.0 / count, count).ToArray();

    public static MetricMeasureSpace Space(string cost, string weights, double shift = 0)
    {
        var matrix = MatrixCsv.Read(PathOf($"gw/data/{cost}.csv"));
        return MetricMeasureSpace.FromCost([.. matrix.Values.Select(v => v + shift)], matrix.Rows, string.Equals(weights, "uniform", StringComparison.Ordinal) ? default : Array(weights));
    }

    public static double[] Plan(string id, int rows, int columns)
    {
        var plan = new double[rows * columns];
        foreach (var line in File.ReadLines(PathOf($"gw/plans/{id}.triplets.csv")).Skip(1))
        {
            var fields = line.Split(',');
            plan[(int.Parse(fields[0]) * columns) + int.Parse(fields[1])] = double.Parse(fields[2]);
        }

        return plan;
    }
}
