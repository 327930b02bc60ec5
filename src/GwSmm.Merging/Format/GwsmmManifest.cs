using System.Text.Json;
using System.Text.Json.Serialization;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>The entry <c>manifest.json</c> of a <c>gwsmm</c> zip.</summary>
internal sealed record GwsmmManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "gwsmm";

    /// <summary>The newest version that this product reads.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The version of shared tensors, deltas and cut points, where words may have up to 100 characters.</summary>
    public const int DeltaVersion = 2;

    /// <summary>The version written where nothing newer is needed: every group has all tensors of its encoder, no item a delta, and words up to 100 characters.</summary>
    public const int PlainVersion = 1;

    /// <summary>The name of the entry.</summary>
    public const string EntryName = "manifest.json";

    /// <summary>The first line of the merges where texts get a space in front.</summary>
    public const string PrefixSpace = "prefix";

    /// <summary>How manifests are read and written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The version of the product that wrote the file.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The architecture.</summary>
    public required EncoderConfig Encoder { get; init; }

    /// <summary>Whether texts are lower-cased.</summary>
    public required bool LowerCase { get; init; }

    /// <summary>From version 3: the longest word that is spelt; null for byte-level BPE, and for the 100 characters of older versions.</summary>
    public int? MaxWordLength { get; init; }

    /// <summary>Which vector a head reads.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>The merge method.</summary>
    public required string Method { get; init; }

    /// <summary>How heads were fitted.</summary>
    public required HeadFit HeadFit { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The hash of the base encoder; empty where unknown.</summary>
    public required string BaseHash { get; init; }

    /// <summary>The plan, as in a plan file.</summary>
    public required JsonElement Plan { get; init; }

    /// <summary>The vocabulary: one token per line.</summary>
    public required GwsmmEntry Vocabulary { get; init; }

    /// <summary>The merges of byte-level BPE: one per line, the first <c>prefix</c> where texts get a space in front, else empty; null for WordPiece.</summary>
    public GwsmmEntry? Merges { get; init; }

    /// <summary>The heads: tensors <c>{position}.weight</c> and <c>{position}.bias</c> in safetensors.</summary>
    public required GwsmmEntry Heads { get; init; }

    /// <summary>From version 2: tensors that several groups have, in safetensors as <c>{name}#{number}</c>; null for none.</summary>
    public GwsmmEntry? Shared { get; init; }

    /// <summary>The groups with their encoders in safetensors.</summary>
    public required IReadOnlyList<GwsmmGroup> Groups { get; init; }

    /// <summary>The items in ascending order, the order of the heads.</summary>
    public required IReadOnlyList<GwsmmItem> Items { get; init; }
}
