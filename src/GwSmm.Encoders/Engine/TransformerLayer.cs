using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>
/// One post-LN transformer layer as in BERT (Devlin et al., 2019): attention, residual, normalisation; GELU feed-forward, residual,
/// normalisation. Forward and backward.
/// </summary>
internal static class TransformerLayer
{
    /// <summary>Computes the layer's output.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="parameters">The layer's weights.</param>
    /// <param name="layer">Number of the layer, from 0; names its dropout.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="input">Hidden states [tokens, hidden]; may be the very array of the output.</param>
    /// <param name="activations">Everything computed.</param>
    /// <param name="dropout">Dropout, or none.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Forward(
        EncoderConfig config, LayerParameters parameters, int layer, TokenBatch batch, float[] input, LayerActivations activations,
        DropoutPlan? dropout, int threads)
    {
        var (rows, hidden, wide) = (batch.TokenCount, config.HiddenSize, config.IntermediateSize);
        DenseLayer.Forward(parameters.Query, rows, input, hidden, activations.Projections, 0, 3 * hidden, threads);
        DenseLayer.Forward(parameters.Key, rows, input, hidden, activations.Projections, hidden, 3 * hidden, threads);
        DenseLayer.Forward(parameters.Value, rows, input, hidden, activations.Projections, 2 * hidden, 3 * hidden, threads);
        Attention.Forward(config, batch, activations, dropout, DropoutPlace.Probabilities(layer), threads);
        DenseLayer.Forward(parameters.AttentionOutput, rows, activations.Context, hidden, activations.AttentionSum, 0, hidden, threads);
        AddAndNormalise(
            config, parameters.AttentionNorm, rows, input, activations.AttentionSum, activations.AttentionMoments, activations.AttentionOutput,
            dropout, DropoutPlace.Attention(layer), threads);

        DenseLayer.Forward(parameters.Intermediate, rows, activations.AttentionOutput, hidden, activations.Intermediate, 0, wide, threads);
        RowBlocks.For(rows, threads, (start, end) =>
        {
            var (offset, count) = (start * wide, (end - start) * wide);
            FeedForwardActivation.Forward(config.Activation, activations.Intermediate.AsSpan(offset, count), activations.Activated.AsSpan(offset, count));
        });
        DenseLayer.Forward(parameters.Output, rows, activations.Activated, wide, activations.OutputSum, 0, hidden, threads);
        AddAndNormalise(
            config, parameters.OutputNorm, rows, activations.AttentionOutput, activations.OutputSum, activations.OutputMoments, activations.Output,
            dropout, DropoutPlace.FeedForward(layer), threads);
    }

    /// <summary>Turns the gradient of the layer's output into that of its input, and adds the gradients of its weights.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="parameters">The layer's weights.</param>
    /// <param name="gradients">What their gradients are added to.</param>
    /// <param name="layer">Number of the layer, from 0.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="input">The input of the forward pass.</param>
    /// <param name="activations">Those of the forward pass.</param>
    /// <param name="dropout">That of the forward pass.</param>
    /// <param name="work">In <see cref="GradientBuffers.Hidden"/>: gradient of the output, then of the input.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        EncoderConfig config, LayerParameters parameters, LayerParameters gradients, int layer, TokenBatch batch, float[] input,
        LayerActivations activations, DropoutPlan? dropout, GradientBuffers work, int threads)
    {
        var (rows, hidden, wide) = (batch.TokenCount, config.HiddenSize, config.IntermediateSize);

        // A residual passes the gradient on unchanged: Hidden keeps it while Branch goes back through the block.
        NormLayer.Backward(parameters.OutputNorm, gradients.OutputNorm, activations.OutputSum, activations.OutputMoments, work, rows, threads);
        CopyDropped(work, rows, hidden, dropout, DropoutPlace.FeedForward(layer), threads);
        DenseLayer.Backward(parameters.Output, gradients.Output, rows, activations.Activated, wide, work.Branch, 0, hidden, work.Intermediate, false, threads);
        RowBlocks.For(rows, threads, (start, end) =>
        {
            var (offset, count) = (start * wide, (end - start) * wide);
            var gradient = work.Intermediate.AsSpan(offset, count);
            FeedForwardActivation.Backward(config.Activation, activations.Intermediate.AsSpan(offset, count), gradient);
        });
        DenseLayer.Backward(
            parameters.Intermediate, gradients.Intermediate, rows, activations.AttentionOutput, hidden, work.Intermediate, 0, wide, work.Hidden, true, threads);

        NormLayer.Backward(
            parameters.AttentionNorm, gradients.AttentionNorm, activations.AttentionSum, activations.AttentionMoments, work, rows, threads);
        CopyDropped(work, rows, hidden, dropout, DropoutPlace.Attention(layer), threads);
        DenseLayer.Backward(
            parameters.AttentionOutput, gradients.AttentionOutput, rows, activations.Context, hidden, work.Branch, 0, hidden, work.Context, false, threads);
        Attention.Backward(config, batch, activations, dropout, DropoutPlace.Probabilities(layer), work.Context, work.Projections, threads);
        DenseLayer.Backward(parameters.Query, gradients.Query, rows, input, hidden, work.Projections, 0, 3 * hidden, work.Hidden, true, threads);
        DenseLayer.Backward(parameters.Key, gradients.Key, rows, input, hidden, work.Projections, hidden, 3 * hidden, work.Hidden, true, threads);
        DenseLayer.Backward(parameters.Value, gradients.Value, rows, input, hidden, work.Projections, 2 * hidden, 3 * hidden, work.Hidden, true, threads);
    }

    private static void AddAndNormalise(
        EncoderConfig config, NormParameters norm, int rows, float[] residual, float[] sum, NormMoments moments, float[] output,
        DropoutPlan? dropout, int place, int threads)
    {
        var hidden = config.HiddenSize;
        RowBlocks.For(rows, threads, (start, end) =>
        {
            dropout?.Hidden(sum, hidden, start, end, place);
            var block = sum.AsSpan(start * hidden, (end - start) * hidden);
            TensorPrimitives.Add(block, residual.AsSpan(start * hidden, block.Length), block);
            NormLayer.Forward(norm, config.LayerNormEpsilon, sum, moments, output, start, end);
        });
    }

    private static void CopyDropped(GradientBuffers work, int rows, int hidden, DropoutPlan? dropout, int place, int threads) =>
        RowBlocks.For(rows, threads, (start, end) =>
        {
            work.Hidden.AsSpan(start * hidden, (end - start) * hidden).CopyTo(work.Branch.AsSpan(start * hidden));
            dropout?.Hidden(work.Branch, hidden, start, end, place);
        });
}
