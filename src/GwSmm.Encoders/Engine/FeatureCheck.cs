namespace GwSmm.Encoders;

/// <summary>Checks that an encoder has the features asked for.</summary>
internal static class FeatureCheck
{
    /// <summary>The number of layers to compute.</summary>
    /// <exception cref="GwSmmException">The encoder has no such layer or no pooler, or fewer positions than tokens are allowed.</exception>
    public static int LayerCount(EncoderConfig config, FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var layers = features.Layer ?? config.LayerCount;
        if (layers < 0 || layers > config.LayerCount)
        {
            throw new GwSmmException(
                $"Option FeatureOptions.Layer is {layers}; the encoder has the hidden layers 0 (embedding) to {config.LayerCount}. Choose one of them, or null for the last.");
        }

        if (features.Pooling == Pooling.Pooler && !config.HasPooler)
        {
            throw new GwSmmException("Option FeatureOptions.Pooling is Pooler, but the encoder has no pooler. Choose Cls or Mean.");
        }

        if (features.MaxTokens < 3 || features.MaxTokens > config.MaxPositions)
        {
            throw new GwSmmException($"Option FeatureOptions.MaxTokens is {features.MaxTokens}; the encoder takes 3 to {config.MaxPositions} tokens. Choose a number in that range.");
        }

        return layers;
    }
}
