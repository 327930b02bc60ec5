using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>What <c>--bounds</c> names.</summary>
internal static class BoundsChoice
{
    private static readonly Dictionary<string, LowerBounds> ByName = new(StringComparer.Ordinal)
    {
        ["none"] = LowerBounds.None,
        ["first"] = LowerBounds.First,
        ["cheap"] = LowerBounds.Cheap,
        ["all"] = LowerBounds.All,
    };

    /// <summary>The names.</summary>
    public static string[] Names => [.. ByName.Keys];

    /// <summary>Finds bounds.</summary>
    /// <param name="name">One of the names; null for nothing said.</param>
    /// <returns>The bounds; null for nothing said.</returns>
    public static LowerBounds? Find(string? name) => name is null ? null : ByName[name];
}
