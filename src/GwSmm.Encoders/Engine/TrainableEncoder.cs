namespace GwSmm.Encoders;

/// <summary>An encoder whose pooled features can be differentiated: forward to the features of a batch, backward from their gradient. Not thread-safe.</summary>
internal sealed class TrainableEncoder
{
    private readonly EncoderParameters _parameters;
    private readonly EncoderParameters _gradientParameters;
    private readonly FeatureOptions _features;
    private readonly int _threads;
    private readonly GradientBuffers _work = new();
    private float[] _pooled = [];
    private float[] _states = [];

    /// <summary>Creates gradients beside weights.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights; kept, not copied.</param>
    /// <param name="features">Which vector is the feature.</param>
    /// <param name="threads">Threads to use; no value depends on it.</param>
    public TrainableEncoder(EncoderConfig config, EncoderWeights weights, FeatureOptions features, int threads)
    {
        Config = config;
        Weights = weights;
        _features = features;
        _threads = threads;
        Layers = FeatureCheck.LayerCount(config, features);
        Gradients = new EncoderWeights(weights.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));
        _parameters = new EncoderParameters(config, weights);
        _gradientParameters = new EncoderParameters(config, Gradients);
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The layers below the features.</summary>
    public int Layers { get; }

    /// <summary>The weights.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The gradients of the weights, by the same names.</summary>
    public EncoderWeights Gradients { get; }

    /// <summary>The batch of the last forward pass.</summary>
    public TokenBatch Batch { get; } = new();

    /// <summary>Everything that the last forward pass computed.</summary>
    public EncoderActivations Activations { get; } = new(forTraining: true);

    /// <summary>The tensors that the features depend on: not those of layers above, nor an unused pooler.</summary>
    public IEnumerable<string> UsedTensors => Weights.Tensors.Select(tensor => tensor.Name).Where(Uses);

    /// <summary>What an optimiser changes.</summary>
    public IEnumerable<ParameterSlot> Slots() =>
        UsedTensors.Select(name => new ParameterSlot(name, Weights[name].Data, Gradients[name].Data, ParameterUpdate.Decays(name)));

    /// <summary>The number of a tensor's transformer layer, from 0; null for those of embeddings and pooler.</summary>
    public static int? LayerOf(string tensor) => tensor.StartsWith("encoder.", StringComparison.Ordinal) ? int.Parse(tensor.Split('.')[2]) : null;

    /// <summary>Whether a tensor belongs to the pooler.</summary>
    public static bool IsPooler(string tensor) => tensor.StartsWith("pooler.", StringComparison.Ordinal);

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (var tensor in Gradients.Tensors)
        {
            Array.Clear(tensor.Data);
        }
    }

    /// <summary>Computes features without dropout.</summary>
    /// <param name="sequences">Token numbers of every sequence.</param>
    /// <param name="order">Which of them.</param>
    /// <returns>[sequences, hidden]; overwritten by the next call, and longer than that.</returns>
    public float[] Forward(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> order)
    {
        Batch.Load(sequences, order);
        _states = EncoderPass.Forward(_parameters, Layers, Batch, Activations, null, _threads);
        Buffers.Ensure(ref _pooled, order.Length * Config.HiddenSize);
        FeaturePooling.Forward(_parameters, _features.Pooling, Batch, _states, _pooled);
        return _pooled;
    }

    /// <summary>Adds the gradients of the weights.</summary>
    /// <param name="featureGradient">Gradient of the features of the last forward pass [sequences, hidden]; overwritten.</param>
    /// <param name="atHidden">As in <see cref="EncoderPass.Backward"/>.</param>
    public void Backward(Span<float> featureGradient, Action<int, float[]>? atHidden = null)
    {
        _work.Reserve(Config, Batch);
        FeaturePooling.Backward(_parameters, _gradientParameters, _features.Pooling, Batch, _states, _pooled, featureGradient, _work.Hidden);
        EncoderPass.Backward(_parameters, _gradientParameters, Layers, Batch, Activations, null, _work, _threads, atHidden: atHidden);
    }

    private bool Uses(string tensor) => IsPooler(tensor) ? _features.Pooling == Pooling.Pooler : LayerOf(tensor) is not { } layer || layer < Layers;
}
