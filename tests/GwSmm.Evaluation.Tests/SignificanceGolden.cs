using System.Text.Json;

namespace GwSmm.Evaluation.Tests;

/// <summary>The values in tests/Golden/evaluation/significance.json.</summary>
internal static class SignificanceGolden
{
    private static readonly JsonElement Root = Load();

    public static JsonElement Part(string name) => Root.GetProperty(name);

    public static IEnumerable<JsonElement> Cases(string name) => Part(name).EnumerateArray();

    public static double Number(this JsonElement parent, string name) => parent.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "evaluation", "significance.json")));
        return document.RootElement.Clone();
    }
}
