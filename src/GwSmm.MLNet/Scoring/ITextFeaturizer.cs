namespace GwSmm.MLNet;

/// <summary>Maps texts to feature vectors. Thread-safe.</summary>
internal interface ITextFeaturizer
{
    /// <summary>The length of a feature vector.</summary>
    int FeatureCount { get; }

    /// <summary>The most tokens of a text that are read.</summary>
    int MaxTokens { get; }

    /// <summary>What was lost of texts so far, over all calls; cut texts are longer than <see cref="MaxTokens"/>.</summary>
    TextLosses Losses { get; }

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">The texts [n].</param>
    /// <returns>Features [n, <see cref="FeatureCount"/>], row-major.</returns>
    float[] Encode(IReadOnlyList<string> texts);
}
