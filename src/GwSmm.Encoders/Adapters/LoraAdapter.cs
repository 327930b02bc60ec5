namespace GwSmm.Encoders;

/// <summary>
/// What makes a scorer of one item out of a base encoder that several items share: low-rank changes of some matrices (Hu et al., 2021) and a
/// head. Immutable by convention; thread-safe to read.
/// </summary>
public sealed class LoraAdapter
{
    private readonly IReadOnlyList<LoraMatrix> _matrices;

    internal LoraAdapter(
        string item, string baseHash, LoraOptions options, IReadOnlyList<LoraMatrix> matrices, FeatureOptions features, ScoringHead head, TrainingSummary? training)
    {
        Item = item;
        BaseHash = baseHash;
        Options = options;
        _matrices = matrices;
        Features = features;
        Head = head;
        Training = training;
    }

    /// <summary>The item it scores.</summary>
    public string Item { get; }

    /// <summary>The <see cref="BaseEncoder.Hash"/> of the encoder it belongs to.</summary>
    public string BaseHash { get; }

    /// <summary>Rank, factor and targets.</summary>
    public LoraOptions Options { get; }

    /// <summary>What the head reads.</summary>
    public FeatureOptions Features { get; }

    /// <summary>The head.</summary>
    public ScoringHead Head { get; }

    /// <summary>How it was trained; null where unknown.</summary>
    public TrainingSummary? Training { get; }

    /// <summary>The changes: for each adapted dense layer <c>NAME.lora_A.weight</c> [rank, inputs] and <c>NAME.lora_B.weight</c> [outputs, rank].</summary>
    public IReadOnlyList<Tensor> Tensors => [.. _matrices.SelectMany(matrix => matrix.Tensors())];

    /// <summary>The number of scalars in the changes and the head.</summary>
    public long ParameterCount => _matrices.Sum(matrix => (long)matrix.Down.Length + matrix.Up.Length) + Head.Weight.Length + Head.Bias.Length;

    /// <summary>The changes as a delta of the frozen encoder: items that were trained on one encoder can share it in a merged model.</summary>
    /// <returns>Low-rank deltas, alpha / rank included; they share arrays with the adapter.</returns>
    public EncoderDelta ToDelta() => new(_matrices.Select(matrix => matrix.ToDelta()));

    /// <summary>Makes a scoring model with weights of its own: W + alpha / rank * B A.</summary>
    /// <param name="baseEncoder">The encoder that it was trained on; not changed.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">It is another encoder.</exception>
    public ScoringModel Merge(BaseEncoder baseEncoder)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        if (!string.Equals(baseEncoder.Hash, BaseHash, StringComparison.Ordinal))
        {
            throw new GwSmmException($"The adapter of item '{Item}' belongs to the encoder {BaseHash}; this one is {baseEncoder.Hash}. Give the encoder that it was trained on.");
        }

        var weights = baseEncoder.Weights.Clone();
        foreach (var matrix in _matrices)
        {
            matrix.Apply(baseEncoder.Weights[matrix.Weight].Data, weights[matrix.Weight].Data, threads: 1);
        }

        return new ScoringModel(Item, baseEncoder.Config, weights, baseEncoder.Vocabulary, baseEncoder.LowerCase, Features, Head, BaseHash, Training);
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The adapter.</returns>
    /// <exception cref="GwSmmException">The file is missing, damaged, newer than this library or no adapter.</exception>
    public static LoraAdapter Load(string path) => LoraAdapterFile.Load(path);

    /// <summary>Writes one safetensors file with the changes, the head and, under <c>__metadata__</c>, everything else.</summary>
    /// <param name="path">The file; replaced as a whole or not at all.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public void Save(string path) => LoraAdapterFile.Save(this, path);
}
