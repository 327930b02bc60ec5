using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;
using Tensor = GwSmm.Encoders.Tensor;

namespace GwSmm.Merging;

/// <summary>The diagonal of the Fisher information of one model: the mean square of the gradient of the log-likelihood of labels from the model's own distribution, one response at a time.</summary>
internal sealed class FisherInformation
{
    private readonly TrainableEncoder _encoder;
    private readonly CompactVocabulary _vocabulary;
    private readonly EncoderWeights _full;
    private readonly ScoringHead _head;
    private readonly FisherLabels _labels;
    private readonly DeterministicRandom _random;
    private readonly EncoderWeights _sums;
    private readonly float[] _featureGradient;
    private float[] _square = [];

    /// <summary>Prepares.</summary>
    /// <param name="context">Architecture, features, threads, seed.</param>
    /// <param name="item">The item.</param>
    /// <param name="weights">Its encoder.</param>
    /// <param name="sequences">The responses to read.</param>
    /// <param name="labels">How labels are taken.</param>
    public FisherInformation(MergeContext context, string item, EncoderWeights weights, int[][] sequences, FisherLabels labels)
    {
        _full = weights;
        _vocabulary = new CompactVocabulary(sequences);
        _encoder = new TrainableEncoder(context.Config with { VocabularySize = _vocabulary.Count }, _vocabulary.Extract(weights), context.Features, context.Threads);
        _sums = new EncoderWeights(_encoder.Weights.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));
        _head = context.Heads[item];
        _labels = labels;
        _random = new DeterministicRandom(DeterministicRandom.Derive(context.Seed, "sampled labels of " + item));
        _featureGradient = new float[context.Config.HiddenSize];
    }

    /// <summary>Computes the information.</summary>
    /// <param name="sequences">The responses to read.</param>
    /// <param name="cancellationToken">Looked at before every response.</param>
    /// <returns>By tensor, in the shapes of the whole encoder.</returns>
    public EncoderWeights Compute(int[][] sequences, CancellationToken cancellationToken)
    {
        int[][] compact = [.. sequences.Select(_vocabulary.Renumber)];
        for (var i = 0; i < compact.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var features = _encoder.Forward(compact, [i]).AsSpan(0, _featureGradient.Length);
            foreach (var (weight, gradient) in Scores(HeadPredictor.Probabilities(_head, features)))
            {
                Accumulate(gradient, weight / compact.Length);
            }
        }

        var zero = new EncoderWeights(_full.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));
        return _vocabulary.Expand(_sums, zero);
    }

    // Gradients of log-likelihoods with respect to the logits, and how much the square of each counts.
    private IEnumerable<(double Weight, float[] Gradient)> Scores(float[] probabilities)
    {
        var isMultiLabel = _head.Kind == HeadKind.MultiLabel;
        if (_labels == FisherLabels.Sampled)
        {
            yield return (1, isMultiLabel ? [.. probabilities.Select(p => (_random.NextDouble() < p ? 1 : 0) - p)] : ForClass(probabilities, Draw(probabilities)));
            yield break;
        }

        for (var label = 0; label < probabilities.Length; label++)
        {
            var p = probabilities[label];
            if (!isMultiLabel)
            {
                yield return (p, ForClass(probabilities, label));
                continue;
            }

            // Labels are independent, so the cross terms vanish and p (1 - p) remains of both outcomes.
            var one = new float[probabilities.Length];
            one[label] = 1;
            yield return (p * (1.0 - p), one);
        }
    }

    private static float[] ForClass(float[] probabilities, int label) => [.. probabilities.Select((p, i) => (i == label ? 1 : 0) - p)];

    private int Draw(float[] probabilities)
    {
        var rest = _random.NextDouble();
        for (var label = 0; label < probabilities.Length - 1; label++)
        {
            rest -= probabilities[label];
            if (rest < 0)
            {
                return label;
            }
        }

        return probabilities.Length - 1;
    }

    private void Accumulate(float[] logitGradient, double weight)
    {
        Array.Clear(_featureGradient);
        for (var label = 0; label < logitGradient.Length; label++)
        {
            TensorPrimitives.MultiplyAdd(_head.Weight.AsSpan(label * _featureGradient.Length, _featureGradient.Length), logitGradient[label], _featureGradient, _featureGradient);
        }

        _encoder.ClearGradients();
        _encoder.Backward(_featureGradient);
        foreach (var gradient in _encoder.Gradients.Tensors)
        {
            var (sum, count) = (_sums[gradient.Name].Data, gradient.Data.Length);
            if (_square.Length < count)
            {
                _square = new float[count];
            }

            var square = _square.AsSpan(0, count);
            TensorPrimitives.Multiply(gradient.Data, gradient.Data, square);
            TensorPrimitives.MultiplyAdd(square, (float)weight, sum, sum);
        }
    }
}
