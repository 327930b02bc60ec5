using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Refuses features that do not fit their responses or are not finite.</summary>
internal static class FeatureCheck
{
    /// <summary>Checks.</summary>
    /// <param name="features">[n, d], row-major.</param>
    /// <param name="responses">The responses [n].</param>
    /// <exception cref="GwSmmException">A feature is not finite.</exception>
    /// <exception cref="ArgumentException">The features are not n rows.</exception>
    public static void Require(ReadOnlySpan<float> features, ResponseSet responses)
    {
        if (responses.Count == 0 || features.IsEmpty || features.Length % responses.Count != 0)
        {
            throw new ArgumentException($"Item '{responses.Item}' has {responses.Count} responses and {features.Length} feature values; expected a positive multiple.", nameof(features));
        }

        var width = features.Length / responses.Count;
        for (var i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
            {
                throw new GwSmmException(
                    $"Item '{responses.Item}': feature {(i % width) + 1} of response {(i / width) + 1} is {features[i]}; expected a finite number. The encoder is damaged or its training diverged: train it again.");
            }
        }
    }
}
