using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Merging;

/// <summary>The file <c>merge.json</c> of a directory of merged encoders.</summary>
internal sealed record DirectoryManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "gwsmm-directory";

    /// <summary>The newest version that this product reads: the longest word of a group is in its <c>tokenizer.json</c>.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The version written where the longest words are those of files which do not say them.</summary>
    public const int PlainVersion = 1;

    /// <summary>The name of the file.</summary>
    public const string FileName = "merge.json";

    /// <summary>The file with the heads of a group: tensors <c>{position}.weight</c> and <c>{position}.bias</c>.</summary>
    public const string HeadsName = "heads.safetensors";

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The version of the product that wrote the directory.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The merge method.</summary>
    public required string Method { get; init; }

    /// <summary>Its parameters.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The hash of the base encoder; empty where unknown.</summary>
    public required string BaseHash { get; init; }

    /// <summary>The plan, as in a plan file.</summary>
    public required JsonElement Plan { get; init; }

    /// <summary>The groups in the order of the plan.</summary>
    public required IReadOnlyList<DirectoryGroup> Groups { get; init; }
}
