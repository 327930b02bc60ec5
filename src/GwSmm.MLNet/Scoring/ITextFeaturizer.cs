namespace GwSmm.MLNet;

/// <summary>Maps texts to feature vectors. Thread-safe.</summary>
internal interface ITextFeaturizer
{
    /// <summary>The length of a feature vector.</summary>
    int FeatureCount { get; }

    /// <summary>The most tokens of a text that are read.</summary>
    int MaxTokens { get; }

    /// <summary>Texts cut to <see cref="MaxTokens"/> so far.</summary>
    long TruncatedCount { get; }

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">The texts [n].</param>
    /// <returns>Features [n, <see cref="FeatureCount"/>], row-major.</returns>
    float[] Encode(IReadOnlyList<string> texts);
}
