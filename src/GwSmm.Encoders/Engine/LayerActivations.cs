namespace GwSmm.Encoders;

/// <summary>What one layer computed for a batch: needed by its backward pass, reused as scratch by inference. Not thread-safe.</summary>
internal sealed class LayerActivations
{
    private float[] _projections = [];
    private float[] _probabilities = [];
    private float[] _context = [];
    private float[] _attentionSum = [];
    private float[] _attentionOutput = [];
    private float[] _intermediate = [];
    private float[] _activated = [];
    private float[] _outputSum = [];
    private float[] _output = [];

    /// <summary>Queries, keys and values [tokens, 3, hidden].</summary>
    public float[] Projections => _projections;

    /// <summary>Attention probabilities before dropout: [heads, length, length] per sequence.</summary>
    public float[] Probabilities => _probabilities;

    /// <summary>Attended values [tokens, hidden].</summary>
    public float[] Context => _context;

    /// <summary>Attention block and its residual [tokens, hidden], before normalisation.</summary>
    public float[] AttentionSum => _attentionSum;

    /// <summary>Moments of <see cref="AttentionSum"/>.</summary>
    public NormMoments AttentionMoments { get; } = new();

    /// <summary>Output of the attention block [tokens, hidden].</summary>
    public float[] AttentionOutput => _attentionOutput;

    /// <summary>Feed-forward block before the activation [tokens, intermediate].</summary>
    public float[] Intermediate => _intermediate;

    /// <summary>Feed-forward block after the activation [tokens, intermediate].</summary>
    public float[] Activated => _activated;

    /// <summary>Feed-forward block and its residual [tokens, hidden], before normalisation.</summary>
    public float[] OutputSum => _outputSum;

    /// <summary>Moments of <see cref="OutputSum"/>.</summary>
    public NormMoments OutputMoments { get; } = new();

    /// <summary>Output of the layer [tokens, hidden].</summary>
    public float[] Output => _output;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(EncoderConfig config, TokenBatch batch)
    {
        var (rows, hidden) = (batch.TokenCount, config.HiddenSize);
        Buffers.Ensure(ref _projections, rows * 3 * hidden);
        Buffers.Ensure(ref _probabilities, batch.ScoreCount * config.HeadCount);
        Buffers.Ensure(ref _context, rows * hidden);
        Buffers.Ensure(ref _attentionSum, rows * hidden);
        AttentionMoments.Reserve(rows);
        Buffers.Ensure(ref _attentionOutput, rows * hidden);
        Buffers.Ensure(ref _intermediate, rows * config.IntermediateSize);
        Buffers.Ensure(ref _activated, rows * config.IntermediateSize);
        Buffers.Ensure(ref _outputSum, rows * hidden);
        OutputMoments.Reserve(rows);
        Buffers.Ensure(ref _output, rows * hidden);
    }
}
