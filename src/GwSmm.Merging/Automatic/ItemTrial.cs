using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>One item while encoders are tried for it: its responses to fit heads to and to measure on, and what its own encoder scores there.</summary>
internal sealed class ItemTrial
{
    private readonly ScoringModel _model;
    private readonly MergeOptions _options;
    private readonly AutoMergeOptions _automatic;
    private readonly HeadRefit _refit;
    private readonly ResponseSet _fit;
    private readonly ResponseSet _validation;
    private readonly Agreement _agreement;
    private readonly Predictions _baseline;
    private readonly double _baselineScore;

    /// <summary>Splits the responses and measures the baseline.</summary>
    /// <param name="model">The individual model.</param>
    /// <param name="responses">Its responses.</param>
    /// <param name="options">Seed, threads and parameters of the refit.</param>
    /// <param name="automatic">The split.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="GwSmmException">There are too few responses to hold any out, or none to validate on.</exception>
    public ItemTrial(ScoringModel model, ResponseSet responses, MergeOptions options, AutoMergeOptions automatic, CancellationToken cancellationToken)
    {
        (_model, _options, _automatic) = (model, options, automatic);
        _refit = new HeadRefit(options.Refit with { Seed = options.Seed, Threads = options.Threads });
        (_fit, _validation) = Split(model.Item, responses, options.Seed, automatic);
        _agreement = new Agreement(model.Head, _validation);
        _baseline = Predict(model.CreateEncoder(options.Threads), cancellationToken);
        _baselineScore = _agreement.Score(_baseline);
    }

    /// <summary>The item.</summary>
    public string Item => _model.Item;

    /// <summary>The weights of the item's own encoder.</summary>
    public EncoderWeights Weights => _model.Weights;

    /// <summary>Bytes of the item's own encoder.</summary>
    public long OwnBytes => sizeof(float) * _model.Weights.ParameterCount;

    /// <summary>The item with an encoder of its own, which keeps everything.</summary>
    public AutoTrial Alone(string structure) => new(structure, Item, AutoTrial.OwnEncoder, OwnBytes, _baselineScore, _baselineScore, 1, 1, Accepted: true);

    /// <summary>Measures an encoder.</summary>
    /// <param name="structure">What is tried, for the report.</param>
    /// <param name="correction">What is stored for the item, for the report.</param>
    /// <param name="shared">The shared weights.</param>
    /// <param name="delta">The correction; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public AutoTrial Measure(string structure, string correction, EncoderWeights shared, EncoderDelta? delta, CancellationToken cancellationToken)
    {
        var encoder = new TextEncoder(_model.Config, shared, new TextTokenizer(_model.Vocabulary, _model.LowerCase), _model.Features, _options.Threads);
        var predictions = Predict(delta is null ? encoder : encoder.WithDelta(delta), cancellationToken);
        var random = new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, "resamples of " + Item));
        var (retention, bound) = _agreement.Compare(_baseline, predictions, _automatic, random);
        var accepted = retention >= _automatic.Retention && bound >= _automatic.WorstRetention;
        return new AutoTrial(structure, Item, correction, delta?.ByteCount ?? 0, _agreement.Score(predictions), _baselineScore, retention, bound, accepted);
    }

    /// <summary>What the item may keep beside a shared encoder, from cheap to dear.</summary>
    /// <param name="shared">The shared weights.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A few words for reports, and the correction; null for none.</returns>
    public IEnumerable<(string Description, EncoderDelta? Delta)> Ways(EncoderWeights shared, CancellationToken cancellationToken)
    {
        yield return (AutoTrial.NoCorrection, null);
        var corrections = _automatic.Corrections.Select(correction => (Description: correction.Describe(), Delta: DeltaBuilder.Build(shared, Weights, correction.Within(_options.Threads), cancellationToken)));
        if (_automatic.LayerSharing is { } sharing)
        {
            sharing = sharing with { Threads = _options.Threads, Delta = sharing.Delta.Within(_options.Threads) };

            // What takes as much as the item's own encoder is no way to save.
            var layers = OwnLayers.Of(shared, _model, _fit, sharing, cancellationToken).Where(way => way.Delta.ByteCount < OwnBytes);
            corrections = corrections.Concat(layers).OrderBy(way => way.Delta.ByteCount);
        }

        foreach (var (description, delta) in corrections)
        {
            yield return (description, delta);
        }
    }

    private static (ResponseSet Fit, ResponseSet Validation) Split(string item, ResponseSet responses, ulong seed, AutoMergeOptions automatic)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "validation of " + item));
        int[] rows = [.. Enumerable.Range(0, responses.Count)];
        random.Shuffle(rows.AsSpan());
        if (automatic.Validation is not null)
        {
            return automatic.Validation.TryGetValue(item, out var given) && given.Count > 0
                ? (Part(rows), given)
                : throw new GwSmmException($"Item '{item}' has no validation responses in AutoMergeOptions.Validation. Add some, or leave the option null to hold out a part of the responses.");
        }

        var held = (int)Math.Round(automatic.ValidationFraction * responses.Count);
        return held > 0
            ? (Part(rows[held..]), responses.Subset([.. rows[..held].Order()]))
            : throw new GwSmmException($"Item '{item}' has {responses.Count} responses; {automatic.ValidationFraction} of them leave none to validate on. Give more responses or raise AutoMergeOptions.ValidationFraction.");

        ResponseSet Part(int[] some) => responses.Subset([.. some.Take(automatic.MaxHeadRows).Order()]);
    }

    private Predictions Predict(TextEncoder encoder, CancellationToken cancellationToken)
    {
        var report = _refit.FitWithReport(encoder.Encode(_fit.Texts, cancellationToken), _fit, cancellationToken);
        return Agreement.Predict(HeadLabels.Align(report.Head, _model.Head.Labels), encoder.Encode(_validation.Texts, cancellationToken));
    }
}
