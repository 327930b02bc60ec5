namespace GwSmm.Encoders;

/// <summary>The arrays of an encoder by their role, or those of its gradient: a view over <see cref="EncoderWeights"/>, nothing is copied.</summary>
internal sealed class EncoderParameters
{
    /// <summary>The name of the token type embedding.</summary>
    public const string TokenTypeName = "embeddings.token_type_embeddings.weight";

    /// <summary>The name of the word embedding.</summary>
    public const string WordName = "embeddings.word_embeddings.weight";
    private readonly TensorSource? _onDemand;

    /// <summary>Looks every tensor up.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, has another shape or does not belong.</exception>
    public EncoderParameters(EncoderConfig config, EncoderWeights weights)
        : this(Checked(config, weights), new TensorSource(weights))
    {
    }

    /// <summary>Looks every tensor up.</summary>
    /// <param name="config">The architecture, which the weights fit.</param>
    /// <param name="source">The weights.</param>
    private EncoderParameters(EncoderConfig config, TensorSource source)
        : this(config, source, source.Table(WordName), config.MaxPositions, config.HasPooler)
    {
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => new LayerParameters(source, layer))];
    }

    /// <summary>The arrays of an item that shares an encoder; layers are made when <see cref="Layer"/> asks for them.</summary>
    /// <param name="shared">The shared encoder, whose word embedding is used with the delta beside it.</param>
    /// <param name="item">The item's delta.</param>
    /// <param name="source">The arrays with the delta.</param>
    /// <param name="positions">Positions that the batch needs.</param>
    /// <param name="needsPooler">Whether the pooler is needed.</param>
    public EncoderParameters(EncoderParameters shared, ItemTensors item, DeltaSource source, int positions, bool needsPooler)
        : this(shared.Config, source, shared.Words, positions, needsPooler)
    {
        _onDemand = source;
        WordDelta = item.Delta.TryGet(WordName, out var delta) ? delta : null;
    }

    private EncoderParameters(EncoderConfig config, TensorSource source, TableParameters words, int positions, bool needsPooler)
    {
        Config = config;
        Words = words;
        Positions = source.Rows("embeddings.position_embeddings.weight", positions);
        TokenTypes = config.TokenTypeCount > 0 ? source.Array(TokenTypeName) : [];
        EmbeddingNorm = source.Norm("embeddings.LayerNorm");
        Projection = config.HasProjection ? source.Dense("embeddings_project", whole: true) : null;
        Pooler = needsPooler ? source.Dense("pooler.dense", whole: true) : null;
        Layers = [];
    }

    private EncoderParameters(EncoderParameters other)
    {
        Config = other.Config;
        Words = other.Words;
        Positions = other.Positions;
        TokenTypes = other.TokenTypes;
        EmbeddingNorm = other.EmbeddingNorm;
        Projection = other.Projection;
        Layers = [];
        Pooler = other.Pooler;
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Word embedding [vocabulary, embedding].</summary>
    public TableParameters Words { get; }

    /// <summary>Position embedding [positions, embedding].</summary>
    public TableParameters Positions { get; }

    /// <summary>Token type embedding [types, embedding]; only row 0 is used; empty where there is none.</summary>
    public float[] TokenTypes { get; }

    /// <summary>Normalises the sum of the embeddings.</summary>
    public NormParameters EmbeddingNorm { get; }

    /// <summary>From embeddings to hidden states where these differ in width.</summary>
    public DenseParameters? Projection { get; }

    /// <summary>The transformer layers, lowest first.</summary>
    public IReadOnlyList<LayerParameters> Layers { get; }

    /// <summary>The pooler where there is one.</summary>
    public DenseParameters? Pooler { get; }

    /// <summary>What is added to a row of the word embedding when it is looked up; null for nothing.</summary>
    public TensorDelta? WordDelta { get; }

    /// <summary>Weights that are only read, in a mapped file too.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, has another shape or does not belong.</exception>
    public static EncoderParameters ForInference(EncoderConfig config, EncoderWeights weights) => new(Checked(config, weights), new ReadOnlySource(weights));

    /// <summary>Weights without those of the layers.</summary>
    public static EncoderWeights WithoutLayers(EncoderWeights weights) =>
        new(weights.Tensors.Where(tensor => !tensor.Name.StartsWith(LayerParameters.AllLayers, StringComparison.Ordinal)));

    /// <summary>The same without layers, whose arrays it then does not keep alive.</summary>
    public EncoderParameters WithoutLayers() => new(this);

    /// <summary>The arrays of a layer, from 0. Those of an item stay valid until the next layer is asked for.</summary>
    public LayerParameters Layer(int layer) => _onDemand is null ? Layers[layer] : new LayerParameters(_onDemand, layer);

    private static EncoderConfig Checked(EncoderConfig config, EncoderWeights weights)
    {
        EncoderLayout.Check(config, weights);
        return config;
    }
}
