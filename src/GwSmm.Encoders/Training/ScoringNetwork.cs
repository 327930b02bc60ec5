namespace GwSmm.Encoders;

/// <summary>An encoder with a head while it is trained: weights, gradients, forward and backward pass. Not thread-safe.</summary>
internal sealed class ScoringNetwork
{
    private readonly EncoderParameters _parameters;
    private readonly EncoderParameters _gradientParameters;
    private readonly DenseParameters _headGradient;
    private readonly FeatureOptions _features;
    private readonly LoraTraining? _lora;
    private readonly int? _frozenLayers;
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
    /// <param name="frozenLayers">Lowest layers that stay as they are, with the embeddings; null where everything is trained.</param>
    /// <param name="lora">Adapters that are trained instead of the encoder's weights; null for none.</param>
    public ScoringNetwork(
        EncoderConfig config, EncoderWeights weights, DenseParameters head, FeatureOptions features, int threads, int? frozenLayers = null, LoraTraining? lora = null)
    {
        _lora = lora;
        _frozenLayers = lora is null ? frozenLayers : frozenLayers ?? 0;
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
        if (IsPooler(tensor))
        {
            return _features.Pooling == Pooling.Pooler;
        }

        return Layer(tensor) is not { } layer || layer < _layers;
    }

    /// <summary>What training changes: the head, and the encoder's weights that the loss depends on and that are not frozen, or the adapters.</summary>
    /// <param name="layerDecay">Factor of the learning rate from each layer to the one below.</param>
    public IEnumerable<ParameterSlot> Slots(double layerDecay)
    {
        var encoder = _lora?.Slots() ?? Weights.Tensors.Where(tensor => Uses(tensor.Name) && !IsFrozen(tensor.Name))
            .Select(tensor => new ParameterSlot(tensor.Name, tensor.Data, Gradients[tensor.Name].Data, ParameterUpdate.Decays(tensor.Name)));
        return encoder.Select(slot => slot with { Rate = Math.Pow(layerDecay, Depth(slot.Name)) })
            .Append(new ParameterSlot("head.weight", Head.Weight, _headGradient.Weight, Decays: true))
            .Append(new ParameterSlot("head.bias", Head.Bias, _headGradient.Bias, Decays: false));
    }

    /// <summary>Takes changed adapters over into the weights.</summary>
    public void ApplyAdapters() => _lora?.Apply(Weights);

    /// <summary>Completes the gradients after the last <see cref="AddGradients"/> of a step.</summary>
    public void CompleteGradients() => _lora?.Differentiate(Gradients);

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
    /// <param name="batchSize">Responses that the mean is taken over; null for these alone.</param>
    /// <returns>The sum of their losses, weighted by class.</returns>
    public double AddGradients(TrainingExamples examples, ReadOnlySpan<int> order, DropoutPlan? dropout, int? batchSize = null)
    {
        var hidden = Config.HiddenSize;
        var states = Forward(examples, order, dropout);
        var count = order.Length * hidden;
        Buffers.Ensure(ref _dropped, count);
        _pooled.AsSpan(0, count).CopyTo(_dropped);
        dropout?.Hidden(_dropped, hidden, 0, order.Length, DropoutPlace.Features);
        ComputeLogits(_dropped, order.Length);
        var loss = examples.WeightedLoss(order, _logits, 1.0 / (batchSize ?? order.Length));
        HeadBackward(order.Length);
        dropout?.Hidden(_featureGradient, hidden, 0, order.Length, DropoutPlace.Features);
        _work.Reserve(Config, _batch);
        FeaturePooling.Backward(
            _parameters, _gradientParameters, _features.Pooling, _batch, states, _pooled, _featureGradient.AsSpan(0, count), _work.Hidden);
        EncoderPass.Backward(_parameters, _gradientParameters, _layers, _batch, _activations, dropout, _work, _threads, _frozenLayers);
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

    private static bool IsPooler(string tensor) => tensor.StartsWith("pooler.", StringComparison.Ordinal);

    // The number of a tensor's layer; null for embeddings and pooler.
    private static int? Layer(string tensor) => tensor.StartsWith("encoder.", StringComparison.Ordinal) ? int.Parse(tensor.Split('.')[2]) : null;

    private bool IsFrozen(string tensor) => _frozenLayers is { } frozen && !IsPooler(tensor) && (Layer(tensor) ?? -1) < frozen;

    // Layers below the highest one used; the embeddings are the lowest.
    private int Depth(string tensor) => IsPooler(tensor) ? 0 : _layers - 1 - (Layer(tensor) ?? -1);

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
