using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>How an encoder was pretrained. Equal text, start, options and seed give an equal summary; it holds no clock times.</summary>
public sealed record PretrainingSummary
{
    /// <summary>SHA-256 of the text, see <see cref="PretrainingText.Sha256"/>.</summary>
    public required string TextSha256 { get; init; }

    /// <summary>The <see cref="BaseEncoder.Hash"/> of the encoder it started from.</summary>
    public required string StartHash { get; init; }

    /// <summary>Documents of the text.</summary>
    public required int Documents { get; init; }

    /// <summary>Documents held out.</summary>
    public required int HeldOutDocuments { get; init; }

    /// <summary>Sequences trained on.</summary>
    public required int Sequences { get; init; }

    /// <summary>Tokens of these, [CLS] and [SEP] included.</summary>
    public required long Tokens { get; init; }

    /// <summary>Words of the documents that became the unknown token because of their length; see <see cref="TokenizedText.OverlongWords"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long OverlongWords { get; init; }

    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean training loss per masked token over the last steps, in nats.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The held-out losses measured, in the order of the steps; empty where nothing was held out.</summary>
    public required IReadOnlyList<HeldOutLoss> HeldOutLosses { get; init; }
}
