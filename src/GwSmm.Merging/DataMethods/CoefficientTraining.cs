using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>One merge by <see cref="AdaMergingMerge"/>: trains the coefficients of task vectors. Used once.</summary>
internal sealed class CoefficientTraining
{
    private const int StepsPerReport = 20;
    private readonly MergeInput _input;
    private readonly EncoderWeights _origin;
    private readonly MergeContext _context;
    private readonly AdaMergingOptions _options;
    private readonly int[][][] _sequences;
    private readonly WeightedTaskVectors _vectors;
    private readonly TrainableEncoder _encoder;
    private readonly float[] _coefficients;
    private readonly float[] _gradient;

    /// <summary>Prepares task vectors over the tokens that occur.</summary>
    /// <param name="input">The models.</param>
    /// <param name="origin">Their base.</param>
    /// <param name="context">Responses and heads.</param>
    /// <param name="options">The parameters.</param>
    public CoefficientTraining(MergeInput input, EncoderWeights origin, MergeContext context, AdaMergingOptions options)
    {
        (_input, _origin, _context, _options) = (input, origin, context, options);
        var vocabulary = new CompactVocabulary(input.Items.SelectMany(item => context.Sequences[item]));
        _sequences = [.. input.Items.Select(item => context.Sequences[item].Select(vocabulary.Renumber).ToArray())];
        _vectors = new WeightedTaskVectors(vocabulary.Extract(origin), input.Models.Select(vocabulary.Extract), context.Config.LayerCount);
        _encoder = new TrainableEncoder(context.Config with { VocabularySize = vocabulary.Count }, vocabulary.Extract(origin), context.Features, context.Threads);
        _coefficients = new float[_vectors.Parts * input.Items.Count];
        Array.Fill(_coefficients, (float)(options.InitialCoefficient ?? (1.0 / input.Items.Count)));
        _gradient = new float[_coefficients.Length];
    }

    /// <summary>Trains.</summary>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <returns>The merged encoder.</returns>
    public EncoderWeights Run(CancellationToken cancellationToken)
    {
        var optimiser = new ParameterUpdate([new ParameterSlot("coefficients", _coefficients, _gradient, Decays: false)], 0, 1);
        var batches = new BalancedBatches([.. _sequences.Select(own => own.Length)], DeterministicRandom.Derive(_context.Seed, "adamerging of " + string.Join('\n', _input.Items)));
        var entropy = 0.0;
        for (var step = 1; step <= _options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _vectors.Combine(_coefficients, _encoder.Weights);
            entropy += AddGradients(batches.Next(_options.ResponsesPerItem * _sequences.Length));
            _vectors.Differentiate(_encoder.Gradients, _gradient);
            if (!double.IsFinite(entropy) || Array.Exists(_gradient, value => !float.IsFinite(value)))
            {
                throw new GwSmmException($"The entropy that AdaMerging minimises stopped being a number at step {step}. Lower AdaMergingOptions.LearningRate (now {_options.LearningRate}).");
            }

            optimiser.Step(_options.LearningRate, 1);
            if (step % StepsPerReport == 0 || step == _options.Steps)
            {
                var steps = ((step - 1) % StepsPerReport) + 1;
                _context.Progress?.Report(new MergeProgress(MergePhase.Encoders, step, _options.Steps, FormattableString.Invariant($"adamerging, entropy {entropy / steps:F4}")));
                entropy = 0;
            }
        }

        var merged = _origin.Clone();
        new WeightedTaskVectors(_origin, _input.Models, _context.Config.LayerCount).Combine(_coefficients, merged);
        return merged;
    }

    private double AddGradients(int[][] rows)
    {
        int[][] batch = [.. rows.SelectMany((own, item) => own.Select(row => _sequences[item][row]))];
        var width = _context.Config.HiddenSize;
        _encoder.ClearGradients();
        var features = _encoder.Forward(batch, [.. Enumerable.Range(0, batch.Length)]);
        var gradient = new float[batch.Length * width];
        var (entropy, first) = (0.0, 0);
        for (var item = 0; item < rows.Length; item++)
        {
            var head = _context.Heads[_input.Items[item]];
            var logits = HeadPredictor.Logits(head, features.AsSpan(first * width, rows[item].Length * width));
            foreach (var row in Enumerable.Range(0, rows[item].Length))
            {
                var own = logits.AsSpan(row * head.Labels.Count, head.Labels.Count);
                entropy += EntropyLoss.Row(head.Kind, own, 1.0 / batch.Length);
                var target = gradient.AsSpan((first + row) * width, width);
                for (var label = 0; label < own.Length; label++)
                {
                    TensorPrimitives.MultiplyAdd(head.Weight.AsSpan(label * width, width), own[label], target, target);
                }
            }

            first += rows[item].Length;
        }

        _encoder.Backward(gradient);
        return entropy / batch.Length;
    }
}
