namespace GwSmm.Encoders;

/// <summary>The buffers of one forward pass, reused from batch to batch. Not thread-safe.</summary>
internal sealed class EncoderActivations
{
    private readonly bool _forTraining;
    private readonly List<LayerActivations> _layers = [];
    private float[] _embeddingSum = [];
    private float[] _narrowEmbedding = [];
    private float[] _embedding = [];

    /// <summary>Creates empty buffers.</summary>
    /// <param name="forTraining">Whether every layer keeps its own activations for a backward pass; otherwise all layers share them.</param>
    public EncoderActivations(bool forTraining) => _forTraining = forTraining;

    /// <summary>Sum of the embeddings [tokens, embedding], before normalisation.</summary>
    public float[] EmbeddingSum => _embeddingSum;

    /// <summary>Moments of these sums.</summary>
    public NormMoments EmbeddingMoments { get; } = new();

    /// <summary>Normalised embeddings [tokens, embedding] before the dense layer; empty where there is none.</summary>
    public float[] NarrowEmbedding => _narrowEmbedding;

    /// <summary>Embedding output [tokens, hidden]: hidden layer 0.</summary>
    public float[] Embedding => _embedding;

    /// <summary>The activations of a layer, from 0.</summary>
    public LayerActivations Layer(int layer) => _layers[_forTraining ? layer : 0];

    /// <summary>A hidden state [tokens, hidden]: 0 is the embedding, n the output of the n-th layer (inference: of the last one computed).</summary>
    public float[] Hidden(int layer) => layer == 0 ? _embedding : Layer(layer - 1).Output;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(EncoderConfig config, TokenBatch batch, int layers)
    {
        Buffers.Ensure(ref _embeddingSum, batch.TokenCount * config.EmbeddingWidth);
        if (config.HasProjection)
        {
            Buffers.Ensure(ref _narrowEmbedding, batch.TokenCount * config.EmbeddingWidth);
        }

        EmbeddingMoments.Reserve(batch.TokenCount);
        Buffers.Ensure(ref _embedding, batch.TokenCount * config.HiddenSize);
        var needed = _forTraining ? layers : Math.Min(1, layers);
        while (_layers.Count < needed)
        {
            _layers.Add(new LayerActivations());
        }

        for (var i = 0; i < needed; i++)
        {
            _layers[i].Reserve(config, batch);
        }
    }
}
