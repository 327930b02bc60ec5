namespace GwSmm.Encoders;

/// <summary>Gradients of activations during a backward pass, shared by all layers and reused. Not thread-safe.</summary>
internal sealed class GradientBuffers
{
    private float[] _hidden = [];
    private float[] _branch = [];
    private float[] _intermediate = [];
    private float[] _context = [];
    private float[] _projections = [];
    private float[] _normPartials = [];

    /// <summary>Along the residual stream [tokens, hidden].</summary>
    public float[] Hidden => _hidden;

    /// <summary>At the end of a block, before its residual [tokens, hidden].</summary>
    public float[] Branch => _branch;

    /// <summary>Inside the feed-forward block [tokens, intermediate].</summary>
    public float[] Intermediate => _intermediate;

    /// <summary>Of the attended values [tokens, hidden].</summary>
    public float[] Context => _context;

    /// <summary>Of queries, keys and values [tokens, 3, hidden].</summary>
    public float[] Projections => _projections;

    /// <summary>Gradients of scale and shift per block of rows [blocks, 2, hidden].</summary>
    public float[] NormPartials => _normPartials;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(EncoderConfig config, TokenBatch batch)
    {
        // The gradient of the embeddings goes through the same buffers.
        var widest = Math.Max(config.HiddenSize, config.EmbeddingWidth);
        Buffers.Ensure(ref _hidden, batch.TokenCount * widest);
        Buffers.Ensure(ref _branch, batch.TokenCount * widest);
        Buffers.Ensure(ref _intermediate, batch.TokenCount * config.IntermediateSize);
        Buffers.Ensure(ref _context, batch.TokenCount * config.HiddenSize);
        Buffers.Ensure(ref _normPartials, RowBlocks.Count(batch.TokenCount) * 2 * widest);
        Buffers.Ensure(ref _projections, batch.TokenCount * 3 * config.HiddenSize);
    }
}
