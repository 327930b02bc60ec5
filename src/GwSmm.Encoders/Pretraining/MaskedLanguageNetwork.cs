namespace GwSmm.Encoders;

/// <summary>An encoder with its masked-language-model head while it is pretrained. Not thread-safe.</summary>
internal sealed class MaskedLanguageNetwork
{
    private readonly EncoderParameters _parameters;
    private readonly EncoderParameters _gradientParameters;
    private readonly MaskedLanguageHead _decoder;
    private readonly TokenMasking _masking;
    private readonly int _threads;
    private readonly TokenBatch _batch = new();
    private readonly EncoderActivations _activations = new(forTraining: true);
    private readonly GradientBuffers _work = new();

    /// <summary>Joins an encoder and a head.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The encoder's weights, which training writes to.</param>
    /// <param name="head">The head, which training writes to.</param>
    /// <param name="masking">How tokens are hidden.</param>
    /// <param name="threads">Threads to use.</param>
    public MaskedLanguageNetwork(EncoderConfig config, EncoderWeights weights, MaskedLanguageParameters head, TokenMasking masking, int threads)
    {
        Config = config;
        Weights = weights;
        Head = head;
        Gradients = new EncoderWeights(weights.Tensors.Select(tensor => new Tensor(tensor.Name, tensor.Shape, new float[tensor.Data.Length])));
        HeadGradients = MaskedLanguageParameters.Zero(config.HiddenSize, config.VocabularySize);
        _parameters = new EncoderParameters(config, weights);
        _gradientParameters = new EncoderParameters(config, Gradients);
        _decoder = new MaskedLanguageHead(head, HeadGradients, config, threads);
        _masking = masking;
        _threads = threads;
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The encoder's weights.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The head.</summary>
    public MaskedLanguageParameters Head { get; }

    /// <summary>The gradients of the encoder's weights, by the same names.</summary>
    public EncoderWeights Gradients { get; }

    /// <summary>The gradients of the head.</summary>
    public MaskedLanguageParameters HeadGradients { get; }

    /// <summary>What training changes.</summary>
    public IEnumerable<ParameterSlot> Slots()
    {
        foreach (var (tensor, gradient) in Weights.Tensors.Zip(Gradients.Tensors).Concat(Head.Tensors().Zip(HeadGradients.Tensors())))
        {
            if (!tensor.Name.StartsWith("pooler.", StringComparison.Ordinal))
            {
                yield return new ParameterSlot(tensor.Name, tensor.Data, gradient.Data, ParameterUpdate.Decays(tensor.Name));
            }
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        foreach (var tensor in Gradients.Tensors.Concat(HeadGradients.Tensors()))
        {
            Array.Clear(tensor.Data);
        }
    }

    /// <summary>Adds the gradients of the mean loss over the masked tokens of some sequences.</summary>
    /// <param name="sequences">All sequences.</param>
    /// <param name="order">Which of them.</param>
    /// <param name="maskSeed">Seed of their masks.</param>
    /// <param name="dropout">Dropout, or none.</param>
    /// <returns>The sum of the losses, masked tokens, and tokens of the batch.</returns>
    public (double Loss, int Masked, int Tokens) AddGradients(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> order, ulong maskSeed, DropoutPlan? dropout)
    {
        var states = Forward(sequences, order, maskSeed, dropout);
        _work.Reserve(Config, _batch);
        var loss = _decoder.AddGradients(Words(Weights), Words(Gradients), states, _masking, _work, _batch.TokenCount);
        EncoderPass.Backward(_parameters, _gradientParameters, Config.LayerCount, _batch, _activations, dropout, _work, _threads);
        return (loss, _masking.Count, _batch.TokenCount);
    }

    /// <summary>Sums losses without dropout and without gradients.</summary>
    /// <param name="sequences">All sequences.</param>
    /// <param name="order">Which of them.</param>
    /// <param name="maskSeed">Seed of their masks.</param>
    /// <returns>The sum of the losses, and the masked tokens.</returns>
    public (double Loss, int Masked) Evaluate(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> order, ulong maskSeed)
    {
        var states = Forward(sequences, order, maskSeed, null);
        return (_decoder.Evaluate(Words(Weights), states, _masking), _masking.Count);
    }

    private static float[] Words(EncoderWeights weights) => weights[EncoderParameters.WordName].Data;

    private float[] Forward(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> order, ulong maskSeed, DropoutPlan? dropout)
    {
        _batch.Load(sequences, order);
        _masking.Apply(_batch, order, maskSeed);
        return EncoderPass.Forward(_parameters, Config.LayerCount, _batch, _activations, dropout, _threads);
    }
}
