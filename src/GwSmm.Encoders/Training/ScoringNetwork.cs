namespace GwSmm.Encoders;

/// <summary>An encoder with a head while it is trained: weights, gradients, forward and backward pass. Not thread-safe.</summary>
internal sealed class ScoringNetwork
{
    private readonly EncoderParameters _parameters;
    private readonly EncoderParameters _gradientParameters;
    private readonly DenseParameters _headGradient;
    private readonly FeatureOptions _features;
    private readonly int _layers;
    private readonly int _threads;
    private readonly TokenBatch _batch = new();
    private readonly EncoderActivations _activations = new(forTraining: true);
    private readonly GradientBuffers _work = new();
    private float[] _pooled = [];
    private float[] _dropped = [];
    private float[] _featureGradient = [];
    private float[] _logits = [];

    /// <summary>Joins an encoder and a head.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The encoder's weights, which training writes to.</param>
    /// <param name="head">The head, which training writes to.</param>
    /// <param name="features">What the head sees.</param>
    /// <param name="threads">Threads to use.</param>
    public ScoringNetwork(EncoderConfig config, EncoderWeights weights, DenseParameters head, FeatureOptions features, int threads)
    {
        Config = config;
        Weights = weights;
        Head = head;
        _features = features;
        _threads = threads;
        _layers = FeatureCheck.LayerCount(config, features);
        Gradients = new EncoderWeights(weights.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));
        _parameters = new EncoderParameters(config, weights);
        _gradientParameters = new EncoderParameters(config, Gradients);
        _headGradient = new DenseParameters(new float[head.Weight.Length], new float[head.Bias.Length]);
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The encoder's weights.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The head.</summary>
    public DenseParameters Head { get; }

    /// <summary>The gradients of the encoder's weights, by the same names.</summary>
    public EncoderWeights Gradients { get; }

    /// <summary>The gradient of the head.</summary>
    public DenseParameters HeadGradient => _headGradient;

    /// <summary>Whether the loss depends on a tensor: not on layers above the features, and not on an unused pooler.</summary>
    public bool Uses(string tensor)
    {
        if (tensor.StartsWith("pooler.", StringComparison.Ordinal))
        {
            return _features.Pooling == Pooling.Pooler;
        }

        var parts = tensor.Split('.');
        return !string.Equals(parts[0], "encoder", StringComparison.Ordinal) || int.Parse(parts[2]) < _layers;
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (var tensor in Gradients.Tensors)
        {
            Array.Clear(tensor.Data);
        }

        Array.Clear(_headGradient.Weight);
        Array.Clear(_headGradient.Bias);
    }

    /// <summary>Adds the gradients of the mean loss over some responses.</summary>
    /// <param name="examples">The responses.</param>
    /// <param name="order">Which of them.</param>
    /// <param name="dropout">Dropout, or none.</param>
    /// <returns>The sum of their losses.</returns>
    public double AddGradients(TrainingExamples examples, ReadOnlySpan<int> order, DropoutPlan? dropout)
    {
        var hidden = Config.HiddenSize;
        var states = Forward(examples, order, dropout);
        var count = order.Length * hidden;
        Buffers.Ensure(ref _dropped, count);
        _pooled.AsSpan(0, count).CopyTo(_dropped);
        dropout?.Hidden(_dropped, hidden, 0, order.Length, DropoutPlace.Features);
        ComputeLogits(_dropped, order.Length);
        var loss = examples.Loss(order, _logits, 1.0 / order.Length);
        HeadBackward(order.Length);
        dropout?.Hidden(_featureGradient, hidden, 0, order.Length, DropoutPlace.Features);
        _work.Reserve(Config, _batch);
        FeaturePooling.Backward(
            _parameters, _gradientParameters, _features.Pooling, _batch, states, _pooled, _featureGradient.AsSpan(0, count), _work.Hidden);
        EncoderPass.Backward(_parameters, _gradientParameters, _layers, _batch, _activations, dropout, _work, _threads);
        return loss;
    }

    /// <summary>Computes logits without dropout.</summary>
    /// <param name="examples">The responses.</param>
    /// <param name="order">Which of them.</param>
    /// <returns>[responses, labels]; overwritten by the next call.</returns>
    public Span<float> Evaluate(TrainingExamples examples, ReadOnlySpan<int> order)
    {
        Forward(examples, order, null);
        ComputeLogits(_pooled, order.Length);
        return _logits.AsSpan(0, order.Length * Head.Outputs);
    }

    private float[] Forward(TrainingExamples examples, ReadOnlySpan<int> order, DropoutPlan? dropout)
    {
        _batch.Load(examples.Sequences, order);
        var states = EncoderPass.Forward(_parameters, _layers, _batch, _activations, dropout, _threads);
        Buffers.Ensure(ref _pooled, order.Length * Config.HiddenSize);
        FeaturePooling.Forward(_parameters, _features.Pooling, _batch, states, _pooled);
        return states;
    }

    private void ComputeLogits(float[] features, int rows)
    {
        Buffers.Ensure(ref _logits, rows * Head.Outputs);
        DenseLayer.Forward(Head, rows, features, Head.Inputs, _logits, 0, Head.Outputs, 1);
    }

    private void HeadBackward(int rows)
    {
        Buffers.Ensure(ref _featureGradient, rows * Head.Inputs);
        DenseLayer.Backward(Head, _headGradient, rows, _dropped, Head.Inputs, _logits, 0, Head.Outputs, _featureGradient, false, 1);
    }
}
