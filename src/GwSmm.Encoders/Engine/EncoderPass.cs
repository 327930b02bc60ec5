namespace GwSmm.Encoders;

/// <summary>The encoder as a function of a batch: forward to features, backward to the gradients of all weights used.</summary>
internal static class EncoderPass
{
    /// <summary>Computes the hidden states up to a layer.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="layers">How many layers to compute; 0 for the embedding alone.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="activations">Where everything goes.</param>
    /// <param name="dropout">Dropout, or none.</param>
    /// <param name="threads">Threads to use; the values do not depend on it.</param>
    /// <returns>The hidden states [tokens, hidden] of that layer.</returns>
    public static float[] Forward(EncoderParameters parameters, int layers, TokenBatch batch, EncoderActivations activations, DropoutPlan? dropout, int threads)
    {
        activations.Reserve(parameters.Config, batch, layers);
        EmbeddingLayer.Forward(parameters, batch, activations, dropout, threads);
        var hidden = activations.Embedding;
        for (var layer = 0; layer < layers; layer++)
        {
            var current = activations.Layer(layer);
            TransformerLayer.Forward(parameters.Config, parameters.Layer(layer), layer, batch, hidden, current, dropout, threads);
            hidden = current.Output;
        }

        return hidden;
    }

    /// <summary>Adds the gradients of the weights.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="gradients">What the gradients are added to.</param>
    /// <param name="layers">As in the forward pass.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="activations">Those of the forward pass, made for training.</param>
    /// <param name="dropout">As in the forward pass.</param>
    /// <param name="work">In <see cref="GradientBuffers.Hidden"/>: gradient of the hidden states returned by the forward pass; overwritten.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="frozenLayers">Lowest layers that need no gradients, nor do the embeddings; null where all need them.</param>
    /// <param name="atHidden">
    /// Called with the number of every hidden state and its gradient so far [tokens, hidden], from the highest down to 0; adds to it what a loss
    /// on that state contributes. Null for none.
    /// </param>
    public static void Backward(
        EncoderParameters parameters, EncoderParameters gradients, int layers, TokenBatch batch, EncoderActivations activations, DropoutPlan? dropout,
        GradientBuffers work, int threads, int? frozenLayers = null, Action<int, float[]>? atHidden = null)
    {
        for (var layer = layers - 1; layer >= (frozenLayers ?? 0); layer--)
        {
            atHidden?.Invoke(layer + 1, work.Hidden);
            TransformerLayer.Backward(
                parameters.Config, parameters.Layers[layer], gradients.Layers[layer], layer, batch, activations.Hidden(layer),
                activations.Layer(layer), dropout, work, threads);
        }

        if (frozenLayers is null)
        {
            atHidden?.Invoke(0, work.Hidden);
            EmbeddingLayer.Backward(parameters, gradients, batch, activations, dropout, work, threads);
        }
    }
}
