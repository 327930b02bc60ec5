namespace GwSmm.Encoders;

/// <summary>The arrays of an encoder by their role, or those of its gradient: a view over <see cref="EncoderWeights"/>, nothing is copied.</summary>
internal sealed class EncoderParameters
{
    /// <summary>Looks every tensor up.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, has another shape or does not belong.</exception>
    public EncoderParameters(EncoderConfig config, EncoderWeights weights)
    {
        EncoderLayout.Check(config, weights);
        Config = config;
        Words = weights["embeddings.word_embeddings.weight"].Data;
        Positions = weights["embeddings.position_embeddings.weight"].Data;
        TokenTypes = config.TokenTypeCount > 0 ? weights["embeddings.token_type_embeddings.weight"].Data : [];
        EmbeddingNorm = Norm(weights, "embeddings.LayerNorm");
        Projection = config.HasProjection ? Dense(weights, "embeddings_project") : null;
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => new LayerParameters(weights, layer))];
        Pooler = config.HasPooler ? Dense(weights, "pooler.dense") : null;
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
    public float[] Words { get; }

    /// <summary>Position embedding [positions, embedding].</summary>
    public float[] Positions { get; }

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

    /// <summary>The same without layers, whose arrays it then does not keep alive.</summary>
    public EncoderParameters WithoutLayers() => new(this);

    internal static DenseParameters Dense(EncoderWeights weights, string prefix) => new(weights[prefix + ".weight"].Data, weights[prefix + ".bias"].Data);

    internal static NormParameters Norm(EncoderWeights weights, string prefix) => new(weights[prefix + ".weight"].Data, weights[prefix + ".bias"].Data);
}
