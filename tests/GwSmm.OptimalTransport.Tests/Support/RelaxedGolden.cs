using System.Text.Json;

namespace GwSmm.OptimalTransport.Tests;

/// <summary>The golden cases of relaxed and approximate problems.</summary>
internal static class RelaxedGolden
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonElement>> Cases = new(() =>
        JsonDocument.Parse(File.ReadAllText(GoldenData.PathOf("gw/relaxed.json"))).RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal));

    public static double Number(string id, string property = "value") => Cases.Value[id].GetProperty(property).GetDouble();

    public static double[] Numbers(string id, string property) => [.. Cases.Value[id].GetProperty(property).EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The spaces of most cases: 60 and 80 points with weights.</summary>
    public static GromovWassersteinProblem Problem() => new(GoldenData.Space("E_X60", "p60"), GoldenData.Space("E_Y80", "q80"));

    /// <summary>Row sums, then column sums.</summary>
    public static double[] Marginals(string id) =>
        [.. File.ReadLines(GoldenData.PathOf($"gw/plans/{id}.marginals.csv")).SelectMany(line => line.Split(',')).Select(double.Parse)];

    /// <summary>Row sums of a plan, then column sums.</summary>
    public static double[] MarginalsOf(double[] plan, int rows)
    {
        var columns = plan.Length / rows;
        return [
            .. Enumerable.Range(0, rows).Select(i => plan.AsSpan(i * columns, columns).ToArray().Sum()),
            .. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => plan[(i * columns) + j]))];
    }
}
