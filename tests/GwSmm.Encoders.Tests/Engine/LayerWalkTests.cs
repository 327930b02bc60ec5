namespace GwSmm.Encoders.Tests;

public class LayerWalkTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(6)]
    public void Walked_states_and_inner_activations_are_those_of_a_whole_pass(int? embedding)
    {
        var config = Networks.Config with { EmbeddingSize = embedding };
        var weights = new EncoderParameters(config, Networks.Weights(config, 4));
        int[][] sequences = [.. Enumerable.Range(0, 900).Select(i => Networks.Sequences[i % 4])];
        var walk = new LayerWalk(config, sequences, 2);
        var (batch, whole) = (new TokenBatch(), new EncoderActivations(forTraining: true));
        batch.Load(sequences, [.. Enumerable.Range(0, sequences.Length)]);
        EncoderPass.Forward(weights, 2, batch, whole, null, 1);
        Assert.Equal(2, walk.BatchCount);
        Assert.Equal(batch.TokenCount, walk.Batch(0).TokenCount + walk.Batch(1).TokenCount);

        var narrow = new List<float>();
        walk.Embed(weights, (part, values) => narrow.AddRange(values.AsSpan(0, part.TokenCount * config.EmbeddingWidth)));
        Assert.Equal(embedding is null ? [] : whole.NarrowEmbedding[..(batch.TokenCount * config.EmbeddingWidth)], narrow);
        var activations = new LayerActivations();
        for (var layer = 0; layer < 2; layer++)
        {
            AssertStates(whole.Hidden(layer));
            List<float> context = [], activated = [];
            for (var b = 0; b < 2; b++)
            {
                walk.Run(b, weights.Layers[layer], activations);
                context.AddRange(activations.Context.AsSpan(0, walk.Batch(b).TokenCount * 8));
                activated.AddRange(activations.Activated.AsSpan(0, walk.Batch(b).TokenCount * 12));
            }

            Assert.Equal(whole.Layer(layer).Context[..context.Count], context);
            Assert.Equal(whole.Layer(layer).Activated[..activated.Count], activated);
            AssertStates(whole.Hidden(layer));
            for (var b = 0; b < 2; b++)
            {
                walk.Run(b, weights.Layers[layer], activations);
                walk.Advance(b, activations);
            }
        }

        AssertStates(whole.Hidden(2));

        void AssertStates(float[] expected) => Assert.Equal(expected[..(batch.TokenCount * 8)], walk.States(0).Concat(walk.States(1)));
    }
}
