using System.Reflection;

namespace GwSmm.Cli;

/// <summary>Versions for the record.</summary>
internal static class ProductVersion
{
    /// <summary>The version of this product.</summary>
    public static string This { get; } = Of(typeof(ProductVersion).Assembly);

    /// <summary>This product, ML.NET and .NET.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["dotnet"] = Environment.Version.ToString(),
        ["gwsmm"] = This,
        ["mlnet"] = Of(typeof(Microsoft.ML.MLContext).Assembly),
    };

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
