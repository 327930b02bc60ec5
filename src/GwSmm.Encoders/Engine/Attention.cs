using System.Buffers;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Scaled dot-product attention (Vaswani et al., 2017, equation 1) per sequence and head, over the sequence's own length.
/// Sequence and head are the unit of parallel work; each writes its own part of every array.
/// </summary>
internal static class Attention
{
    /// <summary>Computes probabilities and context from the projections.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="activations">Projections in; probabilities and context out.</param>
    /// <param name="dropout">Dropout on the probabilities, or none.</param>
    /// <param name="place">The place of this dropout in the network.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Forward(EncoderConfig config, TokenBatch batch, LayerActivations activations, DropoutPlan? dropout, int place, int threads)
    {
        var heads = config.HeadCount;
        var (hidden, width) = (config.HiddenSize, config.HiddenSize / heads);
        var scale = (float)(1 / Math.Sqrt(width));
        Threads.For(batch.Count * heads, threads, task =>
        {
            var (sequence, head) = Math.DivRem(task, heads);
            var (length, start) = (batch.Length(sequence), batch.Start(sequence));
            var query = activations.Projections.AsSpan((start * 3 * hidden) + (head * width));
            var scores = Scores(activations.Probabilities, batch, heads, sequence, head);
            Gemm.Multiply(false, true, length, length, width, scale, query, 3 * hidden, query[hidden..], 3 * hidden, 0, scores, length);
            Softmax.ForwardRows(scores, length, length);
            var context = activations.Context.AsSpan((start * hidden) + (head * width));
            var values = query[(2 * hidden)..];
            if (dropout is null or { AttentionRate: 0 })
            {
                Gemm.Multiply(false, false, length, width, length, 1, scores, length, values, 3 * hidden, 0, context, hidden);
                return;
            }

            var buffer = ArrayPool<float>.Shared.Rent(length * length);
            var dropped = buffer.AsSpan(0, length * length);
            scores.CopyTo(dropped);
            dropout.Attention(dropped, place, task);
            Gemm.Multiply(false, false, length, width, length, 1, dropped, length, values, 3 * hidden, 0, context, hidden);
            ArrayPool<float>.Shared.Return(buffer);
        });
    }

    /// <summary>Computes the gradient of the projections from that of the context.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="activations">Those of the forward pass.</param>
    /// <param name="dropout">That of the forward pass.</param>
    /// <param name="place">That of the forward pass.</param>
    /// <param name="contextGradient">Gradient of the context [tokens, hidden].</param>
    /// <param name="gradient">Out: gradient of queries, keys and values [tokens, 3, hidden].</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        EncoderConfig config, TokenBatch batch, LayerActivations activations, DropoutPlan? dropout, int place,
        float[] contextGradient, float[] gradient, int threads)
    {
        var heads = config.HeadCount;
        var (hidden, width) = (config.HiddenSize, config.HiddenSize / heads);
        var stride = 3 * hidden;
        var scale = (float)(1 / Math.Sqrt(width));
        Threads.For(batch.Count * heads, threads, task =>
        {
            var (sequence, head) = Math.DivRem(task, heads);
            var (length, start) = (batch.Length(sequence), batch.Start(sequence));
            var first = (start * stride) + (head * width);
            var query = activations.Projections.AsSpan(first);
            var queryGradient = gradient.AsSpan(first);
            var contextRows = contextGradient.AsSpan((start * hidden) + (head * width));
            var probabilities = Scores(activations.Probabilities, batch, heads, sequence, head);
            var buffer = ArrayPool<float>.Shared.Rent(length * length);
            var work = buffer.AsSpan(0, length * length);

            // Values see the probabilities after dropout.
            probabilities.CopyTo(work);
            dropout?.Attention(work, place, task);
            Gemm.Multiply(true, false, length, width, length, 1, work, length, contextRows, hidden, 0, queryGradient[(2 * hidden)..], stride);

            Gemm.Multiply(false, true, length, length, width, 1, contextRows, hidden, query[(2 * hidden)..], stride, 0, work, length);
            dropout?.Attention(work, place, task);
            Softmax.BackwardRows(probabilities, work, length, length);
            Gemm.Multiply(false, false, length, width, length, scale, work, length, query[hidden..], stride, 0, queryGradient, stride);
            Gemm.Multiply(true, false, length, width, length, scale, work, length, query, stride, 0, queryGradient[hidden..], stride);
            ArrayPool<float>.Shared.Return(buffer);
        });
    }

    private static Span<float> Scores(float[] probabilities, TokenBatch batch, int heads, int sequence, int head)
    {
        var square = batch.Length(sequence) * batch.Length(sequence);
        return probabilities.AsSpan((batch.ScoreStart(sequence) * heads) + (head * square), square);
    }
}
