namespace GwSmm.Encoders;

/// <summary>Finds the weight of every class.</summary>
internal static class ClassWeights
{
    /// <summary>The weights in the order of the labels; null where every response counts the same.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="responses">The responses.</param>
    /// <param name="training">The rows trained on.</param>
    /// <exception cref="GwSmmException">The responses are multi-label, or the classes are not those weighted.</exception>
    public static double[]? Find(TrainingOptions options, ResponseSet responses, int[] training)
    {
        if (options.ClassWeighting == ClassWeighting.None)
        {
            return null;
        }

        if (responses.Kind != HeadKind.MultiClass)
        {
            throw new GwSmmException($"Item '{responses.Item}' is multi-label, and TrainingOptions.ClassWeighting is {options.ClassWeighting}; only classes can be weighted. Choose None.");
        }

        return options.ClassWeighting == ClassWeighting.Balanced ? Balance(responses, training) : Look(options.ClassWeights!, responses);
    }

    private static double[] Balance(ResponseSet responses, int[] training)
    {
        var counts = new int[responses.Labels.Count];
        foreach (var row in training)
        {
            counts[responses.Classes[row]]++;
        }

        var present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 1 : (double)training.Length / ((long)present * count));
    }

    private static double[] Look(IReadOnlyDictionary<string, double> weights, ResponseSet responses)
    {
        if (!responses.Labels.Order(StringComparer.Ordinal).SequenceEqual(weights.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new GwSmmException(
                $"Item '{responses.Item}' has the classes {string.Join(", ", responses.Labels)}, and TrainingOptions.ClassWeights weights {string.Join(", ", weights.Keys.Order(StringComparer.Ordinal))}. Give one weight per class.");
        }

        return [.. responses.Labels.Select(label => weights[label])];
    }
}
