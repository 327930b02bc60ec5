namespace GwSmm.Encoders;

/// <summary>What one layer computed for a batch: needed by its backward pass, reused as scratch by inference. Not thread-safe.</summary>
internal sealed class LayerActivations
{
    private float[] _projections = [];
    private float[] _probabilities = [];
    private float[] _context = [];
    private float[] _attentionUnit = [];
    private float[] _attentionInverse = [];
    private float[] _attentionOutput = [];
    private float[] _intermediate = [];
    private float[] _activated = [];
    private float[] _outputUnit = [];
    private float[] _outputInverse = [];
    private float[] _output = [];

    /// <summary>Queries, keys and values [tokens, 3, hidden].</summary>
    public float[] Projections => _projections;

    /// <summary>Attention probabilities before dropout: [heads, length, length] per sequence.</summary>
    public float[] Probabilities => _probabilities;

    /// <summary>Attended values [tokens, hidden].</summary>
    public float[] Context => _context;

    /// <summary>Normalised attention block [tokens, hidden], before scale and shift.</summary>
    public float[] AttentionUnit => _attentionUnit;

    /// <summary>Inverse deviations of the attention block [tokens].</summary>
    public float[] AttentionInverse => _attentionInverse;

    /// <summary>Output of the attention block [tokens, hidden].</summary>
    public float[] AttentionOutput => _attentionOutput;

    /// <summary>Feed-forward block before the activation [tokens, intermediate].</summary>
    public float[] Intermediate => _intermediate;

    /// <summary>Feed-forward block after the activation [tokens, intermediate].</summary>
    public float[] Activated => _activated;

    /// <summary>Normalised layer output [tokens, hidden], before scale and shift.</summary>
    public float[] OutputUnit => _outputUnit;

    /// <summary>Inverse deviations of the layer output [tokens].</summary>
    public float[] OutputInverse => _outputInverse;

    /// <summary>Output of the layer [tokens, hidden].</summary>
    public float[] Output => _output;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(EncoderConfig config, TokenBatch batch)
    {
        var (rows, hidden) = (batch.TokenCount, config.HiddenSize);
        Buffers.Ensure(ref _projections, rows * 3 * hidden);
        Buffers.Ensure(ref _probabilities, batch.ScoreCount * config.HeadCount);
        Buffers.Ensure(ref _context, rows * hidden);
        Buffers.Ensure(ref _attentionUnit, rows * hidden);
        Buffers.Ensure(ref _attentionInverse, rows);
        Buffers.Ensure(ref _attentionOutput, rows * hidden);
        Buffers.Ensure(ref _intermediate, rows * config.IntermediateSize);
        Buffers.Ensure(ref _activated, rows * config.IntermediateSize);
        Buffers.Ensure(ref _outputUnit, rows * hidden);
        Buffers.Ensure(ref _outputInverse, rows);
        Buffers.Ensure(ref _output, rows * hidden);
    }
}
