using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>Word, position and token type 0 embedding, summed and normalised; forward and backward.</summary>
internal static class EmbeddingLayer
{
    /// <summary>Computes hidden layer 0.</summary>
    public static void Forward(EncoderParameters parameters, TokenBatch batch, EncoderActivations activations, DropoutPlan? dropout, int threads)
    {
        var hidden = parameters.Config.HiddenSize;
        var sums = activations.EmbeddingSum;
        FillSums(parameters, batch, sums);
        RowBlocks.For(batch.TokenCount, threads, (start, end) =>
        {
            NormLayer.Forward(parameters.EmbeddingNorm, parameters.Config.LayerNormEpsilon, sums, activations.EmbeddingMoments, activations.Embedding, start, end);
            dropout?.Hidden(activations.Embedding, hidden, start, end, DropoutPlace.Embedding);
        });
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
        var hidden = parameters.Config.HiddenSize;
        if (dropout is not null)
        {
            RowBlocks.For(batch.TokenCount, threads, (start, end) => dropout.Hidden(gradient, hidden, start, end, DropoutPlace.Embedding));
        }

        NormLayer.Backward(
            parameters.EmbeddingNorm, gradients.EmbeddingNorm, activations.EmbeddingSum, activations.EmbeddingMoments, work, batch.TokenCount, threads);
        var ids = batch.Ids;
        var types = gradients.TokenTypes.AsSpan(0, hidden);
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            for (var position = 0; position < batch.Length(sequence); position++)
            {
                var row = batch.Start(sequence) + position;
                var source = gradient.AsSpan(row * hidden, hidden);
                Add(gradients.Words, ids[row], source);
                Add(gradients.Positions, position, source);
                TensorPrimitives.Add(types, source, types);
            }
        }
    }

    private static void FillSums(EncoderParameters parameters, TokenBatch batch, float[] sums)
    {
        var hidden = parameters.Config.HiddenSize;
        var ids = batch.Ids;
        var types = parameters.TokenTypes.AsSpan(0, hidden);
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            for (var position = 0; position < batch.Length(sequence); position++)
            {
                var row = batch.Start(sequence) + position;
                var target = sums.AsSpan(row * hidden, hidden);
                TensorPrimitives.Add(parameters.Words.AsSpan(ids[row] * hidden, hidden), types, target);
                TensorPrimitives.Add(target, parameters.Positions.AsSpan(position * hidden, hidden), target);
            }
        }
    }

    private static void Add(float[] table, int row, ReadOnlySpan<float> source)
    {
        var target = table.AsSpan(row * source.Length, source.Length);
        TensorPrimitives.Add(target, source, target);
    }
}
