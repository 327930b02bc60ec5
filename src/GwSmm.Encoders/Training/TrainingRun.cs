using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>One training: the loop over epochs, and the best weights so far. Used once.</summary>
/// <remarks>Order and dropout of a step are functions of the seed, the epoch and the step, so that a checkpoint needs no state of a generator.</remarks>
internal sealed class TrainingRun
{
    private readonly string _item;
    private readonly ScoringNetwork _network;
    private readonly TrainingExamples _examples;
    private readonly TrainingOptions _options;
    private readonly int[] _training;
    private readonly int[] _validation;
    private readonly ParameterUpdate _optimiser;
    private readonly LearningRateSchedule _schedule;
    private readonly int _epochs;
    private readonly int _patience;
    private readonly (double Hidden, double Attention) _dropout;
    private readonly CheckpointFile? _checkpoint;
    private int _epoch;
    private int _batch;
    private double _lossSum;
    private EpochProgress? _best;
    private float[][]? _kept;

    /// <summary>Prepares a run.</summary>
    public TrainingRun(
        string item, ScoringNetwork network, TrainingExamples examples, TrainingOptions options, (int[] Training, int[] Validation) split, CheckpointFile? checkpoint)
    {
        _item = item;
        _network = network;
        _examples = examples;
        _options = options;
        _checkpoint = checkpoint;
        (_training, _validation) = split;
        _optimiser = new ParameterUpdate(network.Slots(options.LayerDecay), options.WeightDecay, options.Threads);
        var stepsPerEpoch = (_training.Length + options.BatchSize - 1) / options.BatchSize;
        _epochs = Math.Max(options.Epochs, (options.MinimumSteps + stepsPerEpoch - 1) / stepsPerEpoch);
        _patience = (int)((long)options.Patience * _epochs / options.Epochs);
        _schedule = new LearningRateSchedule(options.LearningRate, _epochs * stepsPerEpoch, options.WarmupFraction);
        _dropout = (options.Dropout ?? network.Config.HiddenDropout, options.Dropout ?? network.Config.AttentionDropout);
    }

    /// <summary>Trains; the network then has the weights of the best epoch.</summary>
    /// <returns>A summary.</returns>
    public TrainingSummary Execute(IProgress<EpochProgress>? progress, CancellationToken cancellationToken)
    {
        _checkpoint?.Resume<TrainingState>(Restore);
        _network.ApplyAdapters();
        var order = new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, "order of the responses"));
        for (var done = 1; done < _epoch; done++)
        {
            PlanEpoch(order);
        }

        // A checkpoint lies within an epoch, at its end at the latest.
        _epoch = Math.Max(_epoch - 1, 0);
        while (_epoch < _epochs && (_best is null || _epoch - _best.Epoch < _patience))
        {
            _epoch++;
            var trainingLoss = TrainEpoch(PlanEpoch(order), cancellationToken);
            var validation = Validate(cancellationToken);
            var isBest = validation is null || _best is null || validation.IsBetterThan(_best);
            var report = new EpochProgress(_item, _epoch, _epochs, trainingLoss, validation?.Loss, validation?.Accuracy, isBest)
            {
                ValidationKappa = validation?.Kappa,
            };
            if (isBest)
            {
                _best = report;

                // The last epoch is never trained on, so its weights need no copy.
                _kept = _epoch < _epochs && validation is not null ? _optimiser.CopyValues() : null;
            }

            (_batch, _lossSum) = (0, 0);
            progress?.Report(report);
        }

        if (_kept is not null)
        {
            _optimiser.PutValues(_kept);
            _network.ApplyAdapters();
        }

        return new TrainingSummary
        {
            TrainingRows = _training.Length,
            ValidationRows = _validation.Length,
            TruncatedRows = 0,
            EpochsRun = _epoch,
            BestEpoch = _best!.Epoch,
            TrainingLoss = _best.TrainingLoss,
            ValidationLoss = _best.ValidationLoss,
            ValidationAccuracy = _best.ValidationAccuracy,
            ValidationKappa = _best.ValidationKappa,
            LearningRate = _options.LearningRate,
            Seed = _options.Seed,
        };
    }

    private List<int[]> PlanEpoch(DeterministicRandom order) => BatchPlan.Make(_training, row => _examples.Sequences[row].Length, _options.BatchSize, order);

    private double TrainEpoch(List<int[]> batches, CancellationToken cancellationToken)
    {
        while (_batch < batches.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _lossSum += TrainBatch(batches[_batch++]);
            if (_checkpoint is not null && _checkpoint.IsDue(_optimiser.Steps))
            {
                _checkpoint.Save(new TrainingState(_optimiser.Steps, _epoch, _batch, _lossSum, _best), _optimiser.State(_kept));
            }
        }

        return _lossSum / _training.Length;
    }

    private double TrainBatch(int[] batch)
    {
        var (step, loss, part) = (_optimiser.Steps, 0.0, 0);
        _network.ClearGradients();
        var size = _options.MicroBatchSize ?? batch.Length;
        for (var start = 0; start < batch.Length; start += size)
        {
            loss += _network.AddGradients(_examples, batch.AsSpan(start, Math.Min(size, batch.Length - start)), Dropout(step, part++), batch.Length);
        }

        _network.CompleteGradients();
        var norm = _optimiser.GradientNorm();
        Demand(double.IsFinite(loss) && double.IsFinite(norm));
        _optimiser.Step(_schedule.At(step), Math.Min(1, _options.GradientClip / norm));
        _network.ApplyAdapters();
        return loss;
    }

    // The parts of a batch must not share their masks.
    private DropoutPlan? Dropout(int step, int part) => _dropout == (0, 0)
        ? null
        : new DropoutPlan(_dropout.Hidden, _dropout.Attention, DeterministicRandom.Derive(_options.Seed + (ulong)step, part == 0 ? "dropout" : $"dropout of part {part}"));

    private void Restore(TrainingState state, CheckpointContent content)
    {
        (_epoch, _batch, _lossSum, _best) = (state.Epoch, state.Batch, state.LossSum, state.Best);
        _kept = _optimiser.Restore(content, state.Step, state.Best is not null && _validation.Length > 0);
    }

    private ValidationScore? Validate(CancellationToken cancellationToken)
    {
        if (_validation.Length == 0)
        {
            return null;
        }

        var score = new ValidationScore(_examples);
        foreach (var batch in _validation.OrderBy(row => _examples.Sequences[row].Length).Chunk(_options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            score.Add(batch, _network.Evaluate(_examples, batch));
        }

        Demand(double.IsFinite(score.Loss));
        return score;
    }

    private void Demand(bool isFinite)
    {
        if (!isFinite)
        {
            throw new GwSmmException(
                $"Item '{_item}': the loss stopped being a number in epoch {_epoch}. Lower TrainingOptions.LearningRate (now {_options.LearningRate}), and check that the base encoder has no NaN or infinite weights.");
        }
    }
}
