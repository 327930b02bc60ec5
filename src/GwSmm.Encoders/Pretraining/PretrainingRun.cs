using System.Diagnostics;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>One pretraining: the loop over optimiser steps. Used once.</summary>
/// <remarks>Order, masks and dropout of a step are functions of the seed and the step alone.</remarks>
internal sealed class PretrainingRun
{
    private const int ReportInterval = 50;

    // Short runs: the usual 0.999 would remember the large gradients of the first steps for too long (Liu et al., 2019, use 0.98 too).
    private static readonly AdamWSettings Moments = new() { Beta2 = 0.98f };
    private readonly MaskedLanguageNetwork _network;
    private readonly PretrainingCorpus _corpus;
    private readonly PretrainingOptions _options;
    private readonly ParameterUpdate _optimiser;
    private readonly LearningRateSchedule _schedule;
    private readonly ulong _dropoutSeed;
    private readonly int _stepsPerEpoch;
    private readonly CheckpointFile? _checkpoint;
    private readonly List<HeldOutLoss> _measured = [];
    private int[] _order = [];
    private int _orderEpoch = -1;
    private double _loss;
    private long _masked;
    private double _trainingLoss;

    /// <summary>Prepares a run.</summary>
    public PretrainingRun(MaskedLanguageNetwork network, PretrainingCorpus corpus, PretrainingOptions options, CheckpointFile? checkpoint)
    {
        _checkpoint = checkpoint;
        _network = network;
        _corpus = corpus;
        _options = options;
        _optimiser = new ParameterUpdate(network.Slots(), options.WeightDecay, options.Threads, Moments);
        _stepsPerEpoch = (corpus.Training.Length + options.BatchSize - 1) / options.BatchSize;
        _schedule = new LearningRateSchedule(options.LearningRate, options.Steps ?? checked(options.Epochs * _stepsPerEpoch), options.WarmupFraction);
        _dropoutSeed = DeterministicRandom.Derive(options.Seed, "dropout");
    }

    /// <summary>All optimiser steps.</summary>
    public int Steps => _schedule.Steps;

    /// <summary>The held-out losses measured, in the order of the steps.</summary>
    public IReadOnlyList<HeldOutLoss> Measured => _measured;

    /// <summary>Mean training loss since the last report.</summary>
    public double TrainingLoss => _trainingLoss;

    /// <summary>Trains.</summary>
    public void Execute(IProgress<PretrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _checkpoint?.Resume<PretrainingState>(Restore);
        var (tokens, clock) = (0L, Stopwatch.StartNew());
        while (_optimiser.Steps < Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens += Train(_optimiser.Steps);
            var done = _optimiser.Steps;
            var measures = _corpus.HeldOut.Length > 0 && (done == Steps || done % _options.EvaluationInterval == 0);
            if (measures || done == Steps || done % ReportInterval == 0)
            {
                (_trainingLoss, _loss, _masked) = (_loss / _masked, 0, 0);
                var speed = tokens / clock.Elapsed.TotalSeconds;
                if (measures)
                {
                    _measured.Add(new HeldOutLoss(done, Measure(cancellationToken)));
                }

                progress?.Report(new PretrainingProgress(done, Steps, _trainingLoss, measures ? _measured[^1].Loss : null, speed));
                tokens = 0;
                clock.Restart();
            }

            if (_checkpoint is not null && (_checkpoint.IsDue(done) || done == Steps))
            {
                _checkpoint.Save(new PretrainingState(done, _loss, _masked, _trainingLoss, _measured), _optimiser.State(null));
            }
        }
    }

    private void Restore(PretrainingState state, CheckpointContent content)
    {
        (_loss, _masked, _trainingLoss) = (state.Loss, state.Masked, state.TrainingLoss);
        _measured.AddRange(state.Measured);
        _optimiser.Restore(content, state.Step, hasKept: false);
    }

    // Returns the tokens of the batch.
    private int Train(int step)
    {
        var (epoch, batch) = Math.DivRem(step, _stepsPerEpoch);
        var dropout = _options.Dropout == 0 ? null : new DropoutPlan(_options.Dropout, _options.Dropout, _dropoutSeed + ((ulong)step << 48));
        _network.ClearGradients();
        var start = batch * _options.BatchSize;
        var rows = Order(epoch).AsSpan(start, Math.Min(_options.BatchSize, _corpus.Training.Length - start));
        var result = _network.AddGradients(_corpus.Training, rows, Derive("masks", epoch), dropout);
        var norm = _optimiser.GradientNorm();
        if (!double.IsFinite(result.Loss) || !double.IsFinite(norm))
        {
            throw new GwSmmException(
                $"The loss stopped being a number in step {step + 1}. Lower PretrainingOptions.LearningRate (now {_options.LearningRate}), and check that the encoder has no NaN or infinite weights.");
        }

        _optimiser.Step(_schedule.At(step), Math.Min(1, _options.GradientClip / norm));
        _loss += result.Loss;
        _masked += result.Masked;
        return result.Tokens;
    }

    private double Measure(CancellationToken cancellationToken)
    {
        var (loss, masked) = (0.0, 0L);
        foreach (var batch in Enumerable.Range(0, _corpus.HeldOut.Length).Chunk(_options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = _network.Evaluate(_corpus.HeldOut, batch, DeterministicRandom.Derive(0, "masks of the held-out part"));
            loss += result.Loss;
            masked += result.Masked;
        }

        return loss / masked;
    }

    private int[] Order(int epoch)
    {
        if (epoch != _orderEpoch)
        {
            _order = [.. Enumerable.Range(0, _corpus.Training.Length)];
            new DeterministicRandom(Derive("order of the sequences", epoch)).Shuffle<int>(_order);
            _orderEpoch = epoch;
        }

        return _order;
    }

    private ulong Derive(string purpose, int epoch) => DeterministicRandom.Derive(_options.Seed + (ulong)epoch, purpose);
}
