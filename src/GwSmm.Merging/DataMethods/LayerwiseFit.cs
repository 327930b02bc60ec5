using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>One merge that walks the items' responses through the encoder and solves layer after layer, from the lowest up. Used once.</summary>
internal abstract class LayerwiseFit
{
    private readonly string _name;
    private readonly int[][][] _sequences;

    /// <summary>Draws responses and merges the embeddings.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="input">The models.</param>
    /// <param name="context">Their responses.</param>
    /// <param name="weights">The average of the models, which the result is written into.</param>
    /// <param name="maxResponses">Responses of an item at most.</param>
    /// <param name="weightEmbeddings">Whether rows of embeddings are weighted by their use.</param>
    protected LayerwiseFit(string name, MergeInput input, MergeContext context, EncoderWeights weights, int maxResponses, bool weightEmbeddings)
    {
        (_name, Context) = (name, context);
        Merged = new EncoderParameters(context.Config, weights);
        Models = [.. input.Models.Select(model => new EncoderParameters(context.Config, model))];
        _sequences = [.. input.Items.Select(item => ResponseSample.Draw(context, item, maxResponses))];
        Walks = NewWalks();
        if (weightEmbeddings)
        {
            EmbeddingCounts.Merge(Merged, Models, _sequences);
        }
    }

    /// <summary>Architecture, features and threads.</summary>
    protected MergeContext Context { get; }

    /// <summary>The merged encoder so far.</summary>
    protected EncoderParameters Merged { get; }

    /// <summary>The models by item.</summary>
    protected EncoderParameters[] Models { get; }

    /// <summary>The responses to each item on their way.</summary>
    protected LayerWalk[] Walks { get; }

    /// <summary>Merges every dense layer up to the features.</summary>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public void Run(CancellationToken cancellationToken)
    {
        var layers = Context.Features.Layer ?? Context.Config.LayerCount;
        Embed();
        for (var layer = 0; layer < layers; layer++)
        {
            MergeLayer(layer, cancellationToken);
            Context.Progress?.Report(new MergeProgress(MergePhase.Encoders, layer + 1, layers, $"{_name}, layer {layer + 1} solved"));
        }

        if (Context.Features.Pooling == Pooling.Pooler)
        {
            MergePooler();
        }
    }

    /// <summary>Merges the dense layer after the embeddings, where there is one, and puts all responses at hidden state 0.</summary>
    protected abstract void Embed();

    /// <summary>Merges a layer and moves all responses on.</summary>
    /// <param name="number">The layer, from 0.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    protected abstract void MergeLayer(int number, CancellationToken cancellationToken);

    /// <summary>Merges the pooler.</summary>
    protected abstract void MergePooler();

    /// <summary>The same responses at their start.</summary>
    protected LayerWalk[] NewWalks() => [.. _sequences.Select(own => new LayerWalk(Context.Config, own, Context.Threads))];

    /// <summary>Sums of every item for a dense layer.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs where these are summed too, else 0.</param>
    protected GramMatrix[] NewGrams(int inputs, int outputs) => [.. Models.Select(_ => new GramMatrix(inputs, outputs, Context.Threads))];

    /// <summary>Calls the body with every item and number of a batch.</summary>
    protected void ForEachBatch(Action<int, int> body)
    {
        for (var item = 0; item < Walks.Length; item++)
        {
            for (var batch = 0; batch < Walks[item].BatchCount; batch++)
            {
                body(item, batch);
            }
        }
    }
}
