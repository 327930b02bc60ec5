using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// The forward pass without dropout and without anything kept for a backward pass, on activations in panels. Computes what
/// <see cref="EncoderPass"/> does. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class InferencePass
{
    private readonly IPanelKernels _kernels;
    private readonly PanelDense _dense;
    private readonly PanelMatrix _hidden;
    private readonly PanelMatrix _projections;
    private readonly PanelMatrix _context;
    private readonly PanelMatrix _sum;
    private readonly PanelMatrix _intermediate;
    private readonly EncoderActivations _embedding = new(forTraining: false);
    private float[] _states = [];

    /// <summary>Creates empty buffers.</summary>
    /// <param name="kernels">The kernels; null for the best of this machine.</param>
    public InferencePass(IPanelKernels? kernels = null)
    {
        _kernels = kernels ?? PanelKernels.Best;
        var width = _kernels.Width;
        _dense = new PanelDense(_kernels);
        _hidden = new PanelMatrix(width);
        _projections = new PanelMatrix(width);
        _context = new PanelMatrix(width);
        _sum = new PanelMatrix(width);
        _intermediate = new PanelMatrix(width);
    }

    /// <summary>Computes the hidden states of a layer.</summary>
    /// <param name="parameters">The weights of the embeddings.</param>
    /// <param name="layers">Layers to compute.</param>
    /// <param name="layerOf">Gives a layer, lowest first; it is not used any longer when the next one is asked for.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="threads">Threads to use; the values do not depend on it.</param>
    /// <returns>The hidden states [tokens, hidden]; overwritten by the next call.</returns>
    public float[] Forward(EncoderParameters parameters, int layers, Func<int, InferenceLayer> layerOf, TokenBatch batch, int threads)
    {
        var config = parameters.Config;
        var (tokens, hidden) = (batch.TokenCount, config.HiddenSize);
        _embedding.Reserve(config, batch, 0);
        EmbeddingLayer.Forward(parameters, batch, _embedding, null, threads);
        if (layers == 0)
        {
            return _embedding.Embedding;
        }

        _hidden.Reserve(tokens, hidden);
        _projections.Reserve(tokens, 3 * hidden);
        _context.Reserve(tokens, hidden);
        _sum.Reserve(tokens, hidden);
        _intermediate.Reserve(tokens, config.IntermediateSize);
        _hidden.FromRows(_embedding.Embedding.AsSpan(0, tokens * hidden));
        for (var number = 0; number < layers; number++)
        {
            var layer = layerOf(number);
            Attend(config, layer, batch, threads);
            FeedForward(config, layer, threads);
        }

        Buffers.Ensure(ref _states, tokens * hidden);
        _hidden.ToRows(_states.AsSpan(0, tokens * hidden));
        return _states;
    }

    private void Attend(EncoderConfig config, InferenceLayer layer, TokenBatch batch, int threads)
    {
        var hidden = config.HiddenSize;
        _dense.Load(layer.Query, _hidden, threads);
        _dense.Forward(layer.Query, _hidden, _projections, 0, PanelActivation.None, threads);
        _dense.Forward(layer.Key, _hidden, _projections, hidden, PanelActivation.None, threads);
        _dense.Forward(layer.Value, _hidden, _projections, 2 * hidden, PanelActivation.None, threads);
        var headWidth = hidden / config.HeadCount;
        Threads.For(batch.Count * config.HeadCount, threads, (Pass: this, batch, headWidth), static (state, task) =>
        {
            var pass = state.Pass;
            var (sequence, head) = Math.DivRem(task, pass._hidden.Channels / state.headWidth);
            pass._kernels.Attend(pass._projections, pass._context, state.batch.Start(sequence), state.batch.Length(sequence), head, state.headWidth);
        });
        _dense.Load(layer.AttentionOutput, _context, threads);
        _dense.Forward(layer.AttentionOutput, _context, _sum, 0, PanelActivation.None, threads);
        AddNormalise(config, layer.AttentionNorm, threads);
    }

    private void FeedForward(EncoderConfig config, InferenceLayer layer, int threads)
    {
        var gelu = config.Activation == HiddenActivation.Gelu;
        _dense.Load(layer.Intermediate, _hidden, threads);
        _dense.Forward(layer.Intermediate, _hidden, _intermediate, 0, gelu ? PanelActivation.Gelu : PanelActivation.None, threads);
        if (!gelu)
        {
            Threads.For(_hidden.Panels, threads, (_intermediate, config.Activation), static (state, panel) =>
            {
                var values = state._intermediate.Values(panel, panel + 1);
                FeedForwardActivation.Forward(state.Activation, values, values);
            });
        }

        _dense.Load(layer.Output, _intermediate, threads);
        _dense.Forward(layer.Output, _intermediate, _sum, 0, PanelActivation.None, threads);
        AddNormalise(config, layer.OutputNorm, threads);
    }

    // The hidden state is the residual, and takes the result.
    private void AddNormalise(EncoderConfig config, NormParameters norm, int threads) => Threads.For(
        _hidden.Panels, threads, (Pass: this, norm, Epsilon: (float)config.LayerNormEpsilon), static (state, panel) =>
            state.Pass._kernels.AddNormalise(state.Pass._hidden, state.Pass._sum, state.norm.Scale, state.norm.Shift, state.Epsilon, panel, panel + 1));
}
