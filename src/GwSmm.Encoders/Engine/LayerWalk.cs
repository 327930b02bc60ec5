namespace GwSmm.Encoders;

/// <summary>
/// Sequences on their way through an encoder, one layer at a time: hidden states are kept for every batch, so a layer can be run with several weights, its inner activations looked at,
/// and the states moved on with whichever weights shall count. Not thread-safe.
/// </summary>
internal sealed class LayerWalk
{
    /// <summary>Large enough for efficient matrix products.</summary>
    private const int TokensPerBatch = 2048;

    private readonly EncoderConfig _config;
    private readonly int _threads;
    private readonly List<TokenBatch> _batches = [];
    private readonly List<float[]> _states = [];

    /// <summary>Cuts batches.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="sequences">Token numbers, none empty.</param>
    /// <param name="threads">Threads to use; no value depends on it.</param>
    public LayerWalk(EncoderConfig config, int[][] sequences, int threads)
    {
        _config = config;
        _threads = threads;
        var (first, tokens) = (0, 0);
        for (var i = 0; i < sequences.Length; i++)
        {
            tokens += sequences[i].Length;
            if (tokens >= TokensPerBatch || i == sequences.Length - 1)
            {
                var batch = new TokenBatch();
                batch.Load(sequences, [.. Enumerable.Range(first, i + 1 - first)]);
                _batches.Add(batch);
                _states.Add(new float[tokens * config.HiddenSize]);
                (first, tokens) = (i + 1, 0);
            }
        }
    }

    /// <summary>The number of batches.</summary>
    public int BatchCount => _batches.Count;

    /// <summary>A batch.</summary>
    public TokenBatch Batch(int batch) => _batches[batch];

    /// <summary>The hidden states where a batch is now [tokens, hidden].</summary>
    public float[] States(int batch) => _states[batch];

    /// <summary>Puts every batch at hidden state 0.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="atProjection">Called with each batch and the input of the dense layer after the embeddings [tokens, embedding], where the architecture has one; null for no one.</param>
    public void Embed(EncoderParameters parameters, Action<TokenBatch, float[]>? atProjection = null)
    {
        var activations = new EncoderActivations(forTraining: false);
        for (var b = 0; b < BatchCount; b++)
        {
            activations.Reserve(_config, _batches[b], 0);
            EmbeddingLayer.Forward(parameters, _batches[b], activations, null, _threads);
            activations.Embedding.AsSpan(0, _states[b].Length).CopyTo(_states[b]);
            if (parameters.Projection is not null)
            {
                atProjection?.Invoke(_batches[b], activations.NarrowEmbedding);
            }
        }
    }

    /// <summary>Runs a layer on a batch; the states stay where they are.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="parameters">The layer's weights.</param>
    /// <param name="activations">Everything that the layer computes; its input is <see cref="States"/>.</param>
    public void Run(int batch, LayerParameters parameters, LayerActivations activations)
    {
        activations.Reserve(_config, _batches[batch]);
        TransformerLayer.Forward(_config, parameters, 0, _batches[batch], _states[batch], activations, null, _threads);
    }

    /// <summary>Moves a batch on to what a layer gave.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="activations">Those of <see cref="Run"/>.</param>
    public void Advance(int batch, LayerActivations activations) => activations.Output.AsSpan(0, _states[batch].Length).CopyTo(_states[batch]);
}
