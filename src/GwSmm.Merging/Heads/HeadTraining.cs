using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Trains a linear head on frozen features with AdamW (Loshchilov and Hutter, 2019; beta 0.9 and 0.999, epsilon 1e-8), starting from an
/// existing head, as the authors of GW-SMM do after a merge. Cross-entropy, in double; the same seed gives the same bits. Thread-safe.
/// </summary>
public sealed class HeadTraining
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private readonly HeadTrainingOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public HeadTraining(HeadTrainingOptions? options = null)
    {
        _options = options ?? new HeadTrainingOptions();
        Require(_options.Epochs >= 1, nameof(_options.Epochs), _options.Epochs, "at least 1");
        Require(_options.LearningRate > 0 && double.IsFinite(_options.LearningRate), nameof(_options.LearningRate), _options.LearningRate, "more than 0");
        Require(_options.BatchSize >= 1, nameof(_options.BatchSize), _options.BatchSize, "at least 1");
        Require(_options.WeightDecay >= 0 && double.IsFinite(_options.WeightDecay), nameof(_options.WeightDecay), _options.WeightDecay, "at least 0");
    }

    /// <summary>Trains.</summary>
    /// <param name="start">The head to start from; not changed.</param>
    /// <param name="features">The features of the responses [n, d], row-major, finite.</param>
    /// <param name="responses">The responses [n] with their scores; labels in the order of the head.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A new head.</returns>
    /// <exception cref="GwSmmException">A feature is not finite, or head and responses differ in their labels.</exception>
    /// <exception cref="ArgumentException">The features do not fit the head or the responses.</exception>
    public ScoringHead Train(ScoringHead start, float[] features, ResponseSet responses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(responses);
        FeatureCheck.Require(features, responses);
        var targets = HeadTargets.Create(start, responses);
        if (features.Length != responses.Count * start.FeatureCount)
        {
            throw new ArgumentException($"The head of item '{responses.Item}' takes {start.FeatureCount} features, but there are {features.Length / responses.Count}.", nameof(features));
        }

        var (labels, width) = (start.Labels.Count, start.FeatureCount);
        double[] parameters = [.. start.Weight.Select(w => (double)w), .. start.Bias.Select(b => (double)b)];
        var (first, second, gradient) = (new double[parameters.Length], new double[parameters.Length], new double[parameters.Length]);
        int[] order = [.. Enumerable.Range(0, responses.Count)];
        var random = new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, "head training of " + responses.Item));
        var step = 0;
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            foreach (var batch in order.Chunk(_options.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Array.Clear(gradient);
                foreach (var row in batch)
                {
                    AddGradient(start.Kind, parameters, features.AsSpan(row * width, width), targets.AsSpan(row * labels, labels), batch.Length, gradient);
                }

                Update(parameters, gradient, first, second, ++step, labels * width);
            }
        }

        float[] result = [.. parameters.Select(value => (float)value)];
        return new ScoringHead(start.Kind, start.Labels, result[..(labels * width)], result[(labels * width)..], start.Kind == HeadKind.MultiLabel ? start.Thresholds : null, start.CutPoints);
    }

    private static void Require(bool fine, string name, object found, string expected)
    {
        if (!fine)
        {
            throw new GwSmmException($"The head training option {name} is {found}; expected {expected}.");
        }
    }

    private static void AddGradient(HeadKind kind, double[] parameters, ReadOnlySpan<float> features, ReadOnlySpan<double> targets, int batch, double[] gradient)
    {
        var (labels, width) = (targets.Length, features.Length);
        var outputs = new double[labels];
        for (var l = 0; l < labels; l++)
        {
            var sum = parameters[(labels * width) + l];
            for (var j = 0; j < width; j++)
            {
                sum += parameters[(l * width) + j] * features[j];
            }

            outputs[l] = sum;
        }

        if (kind == HeadKind.MultiClass)
        {
            var largest = outputs.Max();
            var total = 0.0;
            for (var l = 0; l < labels; l++)
            {
                outputs[l] = Math.Exp(outputs[l] - largest);
                total += outputs[l];
            }

            for (var l = 0; l < labels; l++)
            {
                outputs[l] /= total;
            }
        }
        else
        {
            outputs = Array.ConvertAll(outputs, output => 1 / (1 + Math.Exp(-output)));
        }

        // Cross-entropy is averaged over responses; over labels too where each has its own.
        var divisor = kind == HeadKind.MultiClass ? batch : (double)batch * labels;
        for (var l = 0; l < labels; l++)
        {
            var residual = (outputs[l] - targets[l]) / divisor;
            gradient[(labels * width) + l] += residual;
            for (var j = 0; j < width; j++)
            {
                gradient[(l * width) + j] += residual * features[j];
            }
        }
    }

    private void Update(double[] parameters, double[] gradient, double[] first, double[] second, int step, int weights)
    {
        var correction1 = 1 - Math.Pow(Beta1, step);
        var correction2 = 1 - Math.Pow(Beta2, step);
        for (var i = 0; i < parameters.Length; i++)
        {
            first[i] = (Beta1 * first[i]) + ((1 - Beta1) * gradient[i]);
            second[i] = (Beta2 * second[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
            var decay = i < weights ? _options.WeightDecay * parameters[i] : 0;
            parameters[i] -= _options.LearningRate * (decay + (first[i] / correction1 / (Math.Sqrt(second[i] / correction2) + Epsilon)));
        }
    }
}
