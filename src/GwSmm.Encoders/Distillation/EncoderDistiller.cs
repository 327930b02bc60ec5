namespace GwSmm.Encoders;

/// <summary>
/// Trains one encoder to stand in for several fine-tuned ones (knowledge distillation; Hinton, Vinyals and Dean, 2015, with the features as hints as in Romero et al., 2015):
/// on the responses to each item its features follow those of the item's own model, and what the item's head makes of them follows that model's label distribution. No scores
/// are needed. Equal input and options give equal bits on the same machine, whatever the number of threads. Thread-safe: it keeps no state between calls.
/// </summary>
/// <remarks>
/// Minimised is, over batches that mix the items evenly, the mean of FeatureWeight * |A f + a - t|^2 / v + LogitWeight * T^2 KL(softmax(z_t / T) || softmax(z_s / T)), where f
/// are the shared features, t and z_t the teacher's features and logits, v the teacher's feature variance summed over channels, z_s the head's logits on A f + a, and (A, a)
/// the item's linear map. AdamW with linear warm-up and decay, clipping of the gradient norm, no dropout. Word embeddings of tokens that no response uses stay as they are.
/// </remarks>
public sealed class EncoderDistiller
{
    private const int StepsPerReport = 20;
    private readonly DistillationOptions _options;

    /// <summary>Creates a distiller.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="GwSmmException">An option is out of its range.</exception>
    public EncoderDistiller(DistillationOptions? options = null)
    {
        _options = options ?? new DistillationOptions();
        _options.Validate();
    }

    /// <summary>Distils.</summary>
    /// <param name="config">The architecture of the student and of all teachers.</param>
    /// <param name="start">The student's first weights; not changed.</param>
    /// <param name="teachers">The teachers, at least one.</param>
    /// <param name="features">What the heads read.</param>
    /// <param name="progress">Told of every 20 steps and of the last, on the calling thread.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <returns>The shared encoder and a head for each item.</returns>
    /// <exception cref="ArgumentException">Weights do not fit the architecture, a head not its width, or a token number is outside the vocabulary.</exception>
    /// <exception cref="GwSmmException">There are no teachers, two of one item or one with too few responses; the encoder has no such features; or the loss stopped being a number.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public DistillationResult Distill(
        EncoderConfig config, EncoderWeights start, IReadOnlyList<DistillationTeacher> teachers, FeatureOptions features,
        IProgress<DistillationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(teachers);
        EncoderLayout.Check(config, start);
        FeatureCheck.LayerCount(config, features);
        Check(config, teachers);
        var (network, vocabulary) = Prepare(config, start, teachers, features, cancellationToken);
        var trace = Train(network, teachers, progress, cancellationToken);
        return new DistillationResult
        {
            Weights = vocabulary.Expand(network.Student.Weights, start),
            Heads = teachers.Select((teacher, i) => (teacher.Item, Head: network.Tasks[i].ComposedHead())).ToDictionary(pair => pair.Item, pair => pair.Head, StringComparer.Ordinal),
            Trace = trace,
        };
    }

    private static void Check(EncoderConfig config, IReadOnlyList<DistillationTeacher> teachers)
    {
        if (teachers.Count == 0)
        {
            throw new GwSmmException("There is no teacher to distil from; give at least one.");
        }

        if (teachers.GroupBy(teacher => teacher.Item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new GwSmmException($"There are {twice.Count()} teachers for item '{twice.Key}'; expected one for each item. Remove the others or rename their item.");
        }

        foreach (var teacher in teachers)
        {
            if (teacher.Sequences.Count < 2)
            {
                throw new GwSmmException($"Item '{teacher.Item}' has {teacher.Sequences.Count} responses; distillation needs at least 2. Add responses or leave the item out.");
            }

            if (teacher.Head.FeatureCount != config.HiddenSize)
            {
                throw new ArgumentException($"The head of item '{teacher.Item}' reads {teacher.Head.FeatureCount} features, the encoder gives {config.HiddenSize}.", nameof(teachers));
            }
        }
    }

    private (DistillationNetwork Network, CompactVocabulary Vocabulary) Prepare(
        EncoderConfig config, EncoderWeights start, IReadOnlyList<DistillationTeacher> teachers, FeatureOptions features, CancellationToken cancellationToken)
    {
        DistillationTask[] tasks = [.. teachers.Select(teacher => new DistillationTask(
            teacher, new BertEncoder(config, teacher.Weights, _options.Threads).Encode(teacher.Sequences, features, cancellationToken), _options))];
        if (_options is { TrainProjections: true, ProjectionRidge: { } ridge })
        {
            var encoder = new BertEncoder(config, start, _options.Threads);
            for (var i = 0; i < tasks.Length; i++)
            {
                tasks[i].FitProjection(encoder.Encode(teachers[i].Sequences, features, cancellationToken), ridge);
            }
        }

        var vocabulary = new CompactVocabulary(teachers.SelectMany(teacher => teacher.Sequences));
        var compact = config with { VocabularySize = vocabulary.Count };
        int[][][] sequences = [.. teachers.Select(teacher => teacher.Sequences.Select(vocabulary.Renumber).ToArray())];
        var student = new TrainableEncoder(compact, vocabulary.Extract(start), features, _options.Threads);
        var matching = _options.HiddenStateWeight == 0 ? null : new HiddenStateMatching(
            compact, [.. teachers.Select(teacher => vocabulary.Extract(teacher.Weights))], sequences, student.Layers, _options.Threads);
        return (new DistillationNetwork(student, tasks, sequences, _options, matching), vocabulary);
    }

    private List<DistillationProgress> Train(
        DistillationNetwork network, IReadOnlyList<DistillationTeacher> teachers, IProgress<DistillationProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = (long)_options.Epochs * network.Tasks.Sum(task => task.Count);
        var steps = (int)Math.Min(_options.MaxSteps ?? int.MaxValue, (rows + _options.BatchSize - 1) / _options.BatchSize);
        var optimiser = new ParameterUpdate(network.Slots(), _options.WeightDecay, _options.Threads);
        var schedule = new LearningRateSchedule(_options.LearningRate, steps, _options.WarmupFraction);
        var batches = new BalancedBatches([.. network.Tasks.Select(task => task.Count)], _options.Seed);
        var trace = new List<DistillationProgress>();
        var (sum, count) = (default(DistillationLoss), 0);
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network.ClearGradients();
            sum += network.AddGradients(batches.Next(_options.BatchSize));
            count++;
            var norm = optimiser.GradientNorm();
            if (!double.IsFinite(norm) || !double.IsFinite(sum.Weighted(_options)))
            {
                throw new GwSmmException(
                    $"The loss of distilling items {string.Join(", ", teachers.Select(teacher => $"'{teacher.Item}'"))} stopped being a number at step {step + 1}. "
                    + $"Lower DistillationOptions.LearningRate (now {_options.LearningRate}), and check that no encoder or head has NaN or infinite weights.");
            }

            optimiser.Step(schedule.At(step), Math.Min(1, _options.GradientClip / norm));
            if ((step + 1) % StepsPerReport == 0 || step + 1 == steps)
            {
                trace.Add(new DistillationProgress(step + 1, steps, sum.Weighted(_options) / count, sum.Feature / count, sum.Logit / count, sum.HiddenState / count));
                progress?.Report(trace[^1]);
                (sum, count) = (default, 0);
            }
        }

        return trace;
    }
}
