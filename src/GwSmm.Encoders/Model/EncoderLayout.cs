namespace GwSmm.Encoders;

/// <summary>The names and shapes of the tensors that an architecture has, as in a Hugging Face <c>BertModel</c>; those of other families go by the same names.</summary>
public static class EncoderLayout
{
    /// <summary>Lists the tensors of an encoder; dense weights are [out, in] as in PyTorch.</summary>
    /// <param name="config">The architecture.</param>
    /// <returns>Name and shape of every tensor.</returns>
    public static IEnumerable<(string Name, int[] Shape)> Tensors(EncoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var hidden = config.HiddenSize;
        var embedding = config.EmbeddingWidth;
        yield return ("embeddings.word_embeddings.weight", [config.VocabularySize, embedding]);
        yield return ("embeddings.position_embeddings.weight", [config.MaxPositions, embedding]);
        if (config.TokenTypeCount > 0)
        {
            yield return ("embeddings.token_type_embeddings.weight", [config.TokenTypeCount, embedding]);
        }

        yield return ("embeddings.LayerNorm.weight", [embedding]);
        yield return ("embeddings.LayerNorm.bias", [embedding]);
        if (config.HasProjection)
        {
            yield return ("embeddings_project.weight", [hidden, embedding]);
            yield return ("embeddings_project.bias", [hidden]);
        }

        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            var prefix = $"encoder.layer.{layer}.";
            foreach (var (name, output, input) in new (string, int, int)[]
                {
                    ("attention.self.query", hidden, hidden), ("attention.self.key", hidden, hidden), ("attention.self.value", hidden, hidden),
                    ("attention.output.dense", hidden, hidden), ("intermediate.dense", config.IntermediateSize, hidden),
                    ("output.dense", hidden, config.IntermediateSize),
                })
            {
                yield return ($"{prefix}{name}.weight", [output, input]);
                yield return ($"{prefix}{name}.bias", [output]);
            }

            yield return (prefix + "attention.output.LayerNorm.weight", [hidden]);
            yield return (prefix + "attention.output.LayerNorm.bias", [hidden]);
            yield return (prefix + "output.LayerNorm.weight", [hidden]);
            yield return (prefix + "output.LayerNorm.bias", [hidden]);
        }

        if (config.HasPooler)
        {
            yield return ("pooler.dense.weight", [hidden, hidden]);
            yield return ("pooler.dense.bias", [hidden]);
        }
    }

    /// <summary>Checks that weights are those of an architecture: every tensor, in its shape, and no other.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights.</param>
    /// <exception cref="ArgumentException">A tensor is missing, has another shape or does not belong.</exception>
    public static void Check(EncoderConfig config, EncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var count = 0;
        foreach (var (name, shape) in Tensors(config))
        {
            if (!weights.TryGet(name, out var tensor) || !tensor.Shape.SequenceEqual(shape))
            {
                var found = tensor is null ? "is missing" : $"has the shape [{string.Join(", ", tensor.Shape)}]";
                throw new ArgumentException($"The tensor '{name}' {found}; the architecture needs [{string.Join(", ", shape)}].", nameof(weights));
            }

            count++;
        }

        if (count != weights.Tensors.Count)
        {
            throw new ArgumentException($"The architecture has {count} tensors, the weights have {weights.Tensors.Count}.", nameof(weights));
        }
    }
}
