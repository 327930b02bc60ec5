using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>What every stage says about itself in its <c>Manifest.json</c>.</summary>
internal record StageManifest
{
    /// <summary>The version of the manifest's format.</summary>
    public int FormatVersion { get; init; } = StageFiles.FormatVersion;

    /// <summary>The version of this library that wrote it.</summary>
    public string Product { get; init; } = string.Empty;

    /// <summary>The column that holds the response.</summary>
    public string TextColumn { get; init; } = string.Empty;

    /// <summary>The column that holds the item.</summary>
    public string ItemColumn { get; init; } = string.Empty;

    /// <summary>The column that held the label in training.</summary>
    public string LabelColumn { get; init; } = string.Empty;

    /// <summary>What encoders compute in; single precision where it is not said, as before there was a choice.</summary>
    public EncoderPrecision Precision { get; init; } = EncoderPrecision.Float32;

    /// <summary>For each item the names of the slots of its score.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ItemClasses { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>This library's version.</summary>
    public static string ThisProduct { get; } = "GwSmm.MLNet " + typeof(StageManifest).Assembly.GetName().Version!.ToString(3);
}
