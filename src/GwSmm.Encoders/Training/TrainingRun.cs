using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>One training: the loop over epochs, and the best weights so far. Used once.</summary>
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
    private int _step;

    /// <summary>Prepares a run.</summary>
    public TrainingRun(string item, ScoringNetwork network, TrainingExamples examples, TrainingOptions options, (int[] Training, int[] Validation) split)
    {
        _item = item;
        _network = network;
        _examples = examples;
        _options = options;
        (_training, _validation) = split;
        _optimiser = new ParameterUpdate(Slots(network), options.WeightDecay, options.Threads);
        var stepsPerEpoch = (_training.Length + options.BatchSize - 1) / options.BatchSize;
        _epochs = Math.Max(options.Epochs, (options.MinimumSteps + stepsPerEpoch - 1) / stepsPerEpoch);
        _patience = (int)((long)options.Patience * _epochs / options.Epochs);
        _schedule = new LearningRateSchedule(options.LearningRate, _epochs * stepsPerEpoch, options.WarmupFraction);
        _dropout = (options.Dropout ?? network.Config.HiddenDropout, options.Dropout ?? network.Config.AttentionDropout);
    }

    /// <summary>Trains.</summary>
    /// <returns>Weights and head of the best epoch, and a summary.</returns>
    public (EncoderWeights Weights, DenseParameters Head, TrainingSummary Summary) Execute(IProgress<EpochProgress>? progress, CancellationToken cancellationToken)
    {
        var order = new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, "order of the responses"));
        EpochProgress? best = null;
        ValidationScore? bestValidation = null;
        var (weights, head) = (_network.Weights, _network.Head);
        var epoch = 0;
        while (epoch < _epochs && (best is null || epoch - best.Epoch < _patience))
        {
            epoch++;
            var trainingLoss = TrainEpoch(epoch, order, cancellationToken);
            var validation = Validate(epoch, cancellationToken);
            var isBest = validation is null || best is null || validation.IsBetterThan(bestValidation!);
            var report = new EpochProgress(_item, epoch, _epochs, trainingLoss, validation?.Loss, validation?.Accuracy, isBest)
            {
                ValidationKappa = validation?.Kappa,
            };
            if (isBest)
            {
                (best, bestValidation) = (report, validation);

                // The last epoch is never trained on, so its weights need no copy.
                if (epoch < _epochs && validation is not null)
                {
                    (weights, head) = (_network.Weights.Clone(), new DenseParameters([.. _network.Head.Weight], [.. _network.Head.Bias]));
                }
                else
                {
                    (weights, head) = (_network.Weights, _network.Head);
                }
            }

            progress?.Report(report);
        }

        var summary = new TrainingSummary
        {
            TrainingRows = _training.Length,
            ValidationRows = _validation.Length,
            TruncatedRows = 0,
            EpochsRun = epoch,
            BestEpoch = best!.Epoch,
            TrainingLoss = best.TrainingLoss,
            ValidationLoss = best.ValidationLoss,
            ValidationAccuracy = best.ValidationAccuracy,
            ValidationKappa = best.ValidationKappa,
            LearningRate = _options.LearningRate,
            Seed = _options.Seed,
        };
        return (weights, head, summary);
    }

    private static IEnumerable<(float[] Values, float[] Gradient, bool Decays)> Slots(ScoringNetwork network)
    {
        foreach (var tensor in network.Weights.Tensors.Where(tensor => network.Uses(tensor.Name)))
        {
            yield return (tensor.Data, network.Gradients[tensor.Name].Data, ParameterUpdate.Decays(tensor.Name));
        }

        yield return (network.Head.Weight, network.HeadGradient.Weight, true);
        yield return (network.Head.Bias, network.HeadGradient.Bias, false);
    }

    private double TrainEpoch(int epoch, DeterministicRandom order, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        foreach (var batch in BatchPlan.Make(_training, row => _examples.Sequences[row].Length, _options.BatchSize, order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var dropout = _dropout == (0, 0)
                ? null
                : new DropoutPlan(_dropout.Hidden, _dropout.Attention, DeterministicRandom.Derive(_options.Seed + (ulong)_step, "dropout"));
            _network.ClearGradients();
            var loss = _network.AddGradients(_examples, batch, dropout);
            var norm = _optimiser.GradientNorm();
            Demand(double.IsFinite(loss) && double.IsFinite(norm), epoch);
            _optimiser.Step(_schedule.At(_step), Math.Min(1, _options.GradientClip / norm));
            _step++;
            sum += loss;
        }

        return sum / _training.Length;
    }

    private ValidationScore? Validate(int epoch, CancellationToken cancellationToken)
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

        Demand(double.IsFinite(score.Loss), epoch);
        return score;
    }

    private void Demand(bool isFinite, int epoch)
    {
        if (!isFinite)
        {
            throw new GwSmmException(
                $"Item '{_item}': the loss stopped being a number in epoch {epoch}. Lower TrainingOptions.LearningRate (now {_options.LearningRate}), and check that the base encoder has no NaN or infinite weights.");
        }
    }
}
