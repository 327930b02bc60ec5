using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>What a student learns of one teacher: targets, the item's linear map and head, and their gradients. Not thread-safe.</summary>
internal sealed class DistillationTask
{
    private readonly DistillationOptions _options;
    private readonly float[] _features;
    private readonly float[] _softLabels;
    private readonly double _variance;
    private float[] _shared = [];
    private float[] _projected = [];
    private float[] _logits = [];
    private float[] _projectedGradient = [];
    private float[] _sharedGradient = [];

    /// <summary>Copies the head and computes targets.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="features">The teacher's features of its responses [n, d]; kept.</param>
    /// <param name="options">Weights, temperature and what is trained.</param>
    public DistillationTask(DistillationTeacher teacher, float[] features, DistillationOptions options)
    {
        _options = options;
        _features = features;
        Head = teacher.Head;
        _softLabels = HeadPredictor.Logits(teacher.Head, features);
        SoftLabelLoss.Soften(Head.Kind, _softLabels, Head.Labels.Count, options.Temperature);
        var width = Head.FeatureCount;
        _variance = Variance(features, width);
        Classifier = new DenseParameters((float[])Head.Weight.Clone(), (float[])Head.Bias.Clone());
        ClassifierGradient = Zeros(Classifier);
        if (options.TrainProjections)
        {
            Projection = new DenseParameters(Identity(width), new float[width]);
            ProjectionGradient = Zeros(Projection);
        }
    }

    /// <summary>The teacher's head.</summary>
    public ScoringHead Head { get; }

    /// <summary>The head of the student.</summary>
    public DenseParameters Classifier { get; }

    /// <summary>The gradient of <see cref="Classifier"/>.</summary>
    public DenseParameters ClassifierGradient { get; }

    /// <summary>The linear map from shared features to the teacher's; null for none.</summary>
    public DenseParameters? Projection { get; }

    /// <summary>The gradient of <see cref="Projection"/>.</summary>
    public DenseParameters? ProjectionGradient { get; }

    /// <summary>The responses of the item.</summary>
    public int Count => _features.Length / Head.FeatureCount;

    /// <summary>The sum over channels of the variance over rows; a tiny number where nothing varies.</summary>
    /// <param name="values">[rows, channels].</param>
    /// <param name="channels">Channels.</param>
    public static double Variance(ReadOnlySpan<float> values, int channels)
    {
        var (rows, sums, squares) = (values.Length / channels, new double[channels], 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            sums[i % channels] += values[i];
            squares += (double)values[i] * values[i];
        }

        return Math.Max(1e-12, (squares - sums.Sum(sum => sum * sum / rows)) / rows);
    }

    /// <summary>Starts the linear map where it fits best.</summary>
    /// <param name="shared">The student's first features of the teacher's responses [n, d].</param>
    /// <param name="ridge">Pull towards the identity.</param>
    public void FitProjection(float[] shared, double ridge) => ProjectionFit.Fit(shared, _features, Head.FeatureCount, ridge, Projection!, _options.Threads);

    /// <summary>What an optimiser changes.</summary>
    /// <param name="prefix">Makes the names unique.</param>
    public IEnumerable<ParameterSlot> Slots(string prefix)
    {
        if (Projection is not null)
        {
            // Decay would pull the map away from the identity.
            yield return new ParameterSlot(prefix + ".projection.weight", Projection.Weight, ProjectionGradient!.Weight, Decays: false);
            yield return new ParameterSlot(prefix + ".projection.bias", Projection.Bias, ProjectionGradient.Bias, Decays: false);
        }

        if (_options.TrainHeads)
        {
            yield return new ParameterSlot(prefix + ".head.weight", Classifier.Weight, ClassifierGradient.Weight, Decays: false);
            yield return new ParameterSlot(prefix + ".head.bias", Classifier.Bias, ClassifierGradient.Bias, Decays: false);
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (var gradient in new[] { ClassifierGradient, ProjectionGradient })
        {
            Array.Clear(gradient?.Weight ?? []);
            Array.Clear(gradient?.Bias ?? []);
        }
    }

    /// <summary>Computes the loss of some responses, and adds the gradients of the mean loss over a batch.</summary>
    /// <param name="pooled">The student's features of these responses [rows, d].</param>
    /// <param name="rows">The responses.</param>
    /// <param name="pooledGradient">Out: the gradient of these features [rows, d].</param>
    /// <param name="batchSize">Responses that the mean is taken over.</param>
    /// <param name="threads">Threads to use.</param>
    /// <returns>The sum of the losses over these responses.</returns>
    public DistillationLoss AddGradients(ReadOnlySpan<float> pooled, ReadOnlySpan<int> rows, Span<float> pooledGradient, int batchSize, int threads)
    {
        var (width, labels, count) = (Head.FeatureCount, Head.Labels.Count, pooled.Length);
        Reserve(count, rows.Length * labels);
        pooled.CopyTo(_shared);
        if (Projection is null)
        {
            pooled.CopyTo(_projected);
        }
        else
        {
            DenseLayer.Forward(Projection, rows.Length, _shared, width, _projected, 0, width, threads);
        }

        DenseLayer.Forward(Classifier, rows.Length, _projected, width, _logits, 0, labels, 1);
        var (feature, logit) = (0.0, 0.0);
        for (var i = 0; i < rows.Length; i++)
        {
            logit += SoftLabelLoss.Row(
                Head.Kind, _logits.AsSpan(i * labels, labels), _softLabels.AsSpan(rows[i] * labels, labels), _options.Temperature, _options.LogitWeight / batchSize);
        }

        DenseLayer.Backward(Classifier, ClassifierGradient, rows.Length, _projected, width, _logits, 0, labels, _projectedGradient, false, 1);
        var factor = 2 * _options.FeatureWeight / (_variance * batchSize);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var c = 0; c < width; c++)
            {
                double difference = _projected[(i * width) + c] - _features[(rows[i] * width) + c];
                feature += difference * difference;
                _projectedGradient[(i * width) + c] += (float)(factor * difference);
            }
        }

        var result = _projectedGradient;
        if (Projection is not null)
        {
            DenseLayer.Backward(Projection, ProjectionGradient!, rows.Length, _shared, width, _projectedGradient, 0, width, _sharedGradient, false, threads);
            result = _sharedGradient;
        }

        result.AsSpan(0, count).CopyTo(pooledGradient);
        return new DistillationLoss(feature / _variance, logit, 0);
    }

    /// <summary>The head on shared features: the classifier after the linear map.</summary>
    public ScoringHead ComposedHead()
    {
        if (Projection is null)
        {
            return new ScoringHead(Head.Kind, Head.Labels, Classifier.Weight, Classifier.Bias, Thresholds());
        }

        var (width, labels) = (Head.FeatureCount, Head.Labels.Count);
        var (weight, bias) = (new float[labels * width], (float[])Classifier.Bias.Clone());
        Gemm.Multiply(false, false, labels, width, width, 1, Classifier.Weight, width, Projection.Weight, width, 0, weight, width);
        Gemm.Multiply(false, false, labels, 1, width, 1, Classifier.Weight, width, Projection.Bias, 1, 1, bias, 1);
        return new ScoringHead(Head.Kind, Head.Labels, weight, bias, Thresholds());
    }

    private static DenseParameters Zeros(DenseParameters parameters) => new(new float[parameters.Weight.Length], new float[parameters.Bias.Length]);

    private static float[] Identity(int width)
    {
        var identity = new float[width * width];
        for (var i = 0; i < width; i++)
        {
            identity[(i * width) + i] = 1;
        }

        return identity;
    }

    private IReadOnlyList<float>? Thresholds() => Head.Kind == HeadKind.MultiLabel ? Head.Thresholds : null;

    private void Reserve(int features, int logits)
    {
        Buffers.Ensure(ref _shared, features);
        Buffers.Ensure(ref _projected, features);
        Buffers.Ensure(ref _projectedGradient, features);
        Buffers.Ensure(ref _sharedGradient, features);
        Buffers.Ensure(ref _logits, logits);
    }
}
