using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>How a text scorer reads its data and is trained.</summary>
public sealed record TextScorerOptions
{
    /// <summary>The column that holds the item: text, a number, Boolean or a key. Default <c>Item</c>.</summary>
    public string ItemColumn { get; init; } = "Item";

    /// <summary>The column that holds the response: text. Default <c>Text</c>.</summary>
    public string TextColumn { get; init; } = "Text";

    /// <summary>
    /// The column that holds the score: text, a number, Boolean or a key for one class per response; a Boolean vector of known size
    /// for any number of labels (its slot names are the labels' names). Default <c>Label</c>.
    /// </summary>
    public string LabelColumn { get; init; } = "Label";

    /// <summary>
    /// How to fine-tune; null, the default, takes what suits the encoder, see <see cref="TrainingOptions.For"/>. The seed is
    /// <see cref="Seed"/>, not the one in here.
    /// </summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>Seed of the training; null, the default, draws one from the <c>MLContext</c>, whose own seed thus decides.</summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// What the fitted stage scores in; training is always in single precision. Default <see cref="EncoderPrecision.Float32"/>; see
    /// <see cref="ScoringTransformer.Precision"/> for what <see cref="EncoderPrecision.Int8"/> gains and costs.
    /// </summary>
    public EncoderPrecision Precision { get; init; } = EncoderPrecision.Float32;

    /// <summary>Stops the training. Default: never.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Hears of every epoch, on the training thread. Default: nobody.</summary>
    public IProgress<EpochProgress>? Progress { get; init; }
}
