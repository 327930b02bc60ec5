using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>
/// Word, position and, where there is one, token type 0 embedding, summed and normalised; a dense layer where hidden states are of
/// another width. Forward and backward.
/// </summary>
internal static class EmbeddingLayer
{
    /// <summary>Computes hidden layer 0.</summary>
    public static void Forward(EncoderParameters parameters, TokenBatch batch, EncoderActivations activations, DropoutPlan? dropout, int threads)
    {
        var width = parameters.Config.EmbeddingWidth;
        var normed = parameters.Projection is null ? activations.Embedding : activations.NarrowEmbedding;
        FillSums(parameters, batch, activations.EmbeddingSum);
        RowBlocks.For(batch.TokenCount, threads, (parameters, activations, dropout, normed), static (pass, start, end) =>
        {
            var config = pass.parameters.Config;
            NormLayer.Forward(
                pass.parameters.EmbeddingNorm, config.LayerNormEpsilon, pass.activations.EmbeddingSum, pass.activations.EmbeddingMoments, pass.normed, start, end);
            pass.dropout?.Hidden(pass.normed, config.EmbeddingWidth, start, end, DropoutPlace.Embedding);
        });
        if (parameters.Projection is { } projection)
        {
            DenseLayer.Forward(projection, batch.TokenCount, normed, width, activations.Embedding, 0, parameters.Config.HiddenSize, threads);
        }
    }

    /// <summary>Adds the gradients of the embeddings.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="gradients">What the gradients are added to; of the word embedding, only rows of the batch's tokens are touched.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="activations">Those of the forward pass.</param>
    /// <param name="dropout">That of the forward pass.</param>
    /// <param name="work">In <see cref="GradientBuffers.Hidden"/>: gradient of hidden layer 0; overwritten.</param>
    /// <param name="threads">Threads to use.</param>
    public static void Backward(
        EncoderParameters parameters, EncoderParameters gradients, TokenBatch batch, EncoderActivations activations, DropoutPlan? dropout,
        GradientBuffers work, int threads)
    {
        var gradient = work.Hidden;
        var width = parameters.Config.EmbeddingWidth;
        if (parameters.Projection is { } projection)
        {
            DenseLayer.Backward(
                projection, gradients.Projection!, batch.TokenCount, activations.NarrowEmbedding, width, gradient, 0, parameters.Config.HiddenSize,
                work.Branch, false, threads);
            work.Branch.AsSpan(0, batch.TokenCount * width).CopyTo(gradient);
        }

        if (dropout is not null)
        {
            RowBlocks.For(batch.TokenCount, threads, (start, end) => dropout.Hidden(gradient, width, start, end, DropoutPlace.Embedding));
        }

        NormLayer.Backward(
            parameters.EmbeddingNorm, gradients.EmbeddingNorm, activations.EmbeddingSum, activations.EmbeddingMoments, work, batch.TokenCount, threads);
        var ids = batch.Ids;
        var types = gradients.TokenTypes.AsSpan(0, gradients.TokenTypes.Length == 0 ? 0 : width);
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            for (var position = 0; position < batch.Length(sequence); position++)
            {
                var row = batch.Start(sequence) + position;
                var source = gradient.AsSpan(row * width, width);
                Add(gradients.Words.Array, ids[row], source);
                Add(gradients.Positions.Array, position, source);
                if (!types.IsEmpty)
                {
                    TensorPrimitives.Add(types, source, types);
                }
            }
        }
    }

    private static void FillSums(EncoderParameters parameters, TokenBatch batch, float[] sums)
    {
        var width = parameters.Config.EmbeddingWidth;
        var ids = batch.Ids;
        var words = parameters.Words.Values.Span;
        var positions = parameters.Positions.Values.Span;
        var types = parameters.TokenTypes.AsSpan(0, parameters.TokenTypes.Length == 0 ? 0 : width);
        for (var row = 0; row < ids.Length; row++)
        {
            words.Slice(ids[row] * width, width).CopyTo(sums.AsSpan(row * width, width));
        }

        parameters.WordDelta?.AddLookups(ids, sums.AsSpan(0, ids.Length * width));
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            for (var position = 0; position < batch.Length(sequence); position++)
            {
                var row = batch.Start(sequence) + position;
                var target = sums.AsSpan(row * width, width);
                if (!types.IsEmpty)
                {
                    TensorPrimitives.Add(target, types, target);
                }

                TensorPrimitives.Add(target, positions.Slice(position * width, width), target);
            }
        }
    }

    private static void Add(Span<float> table, int row, ReadOnlySpan<float> source)
    {
        var target = table.Slice(row * source.Length, source.Length);
        TensorPrimitives.Add(target, source, target);
    }
}
