namespace GwSmm.OptimalTransport;

/// <summary>How the cost between two feature vectors x and y is computed.</summary>
public enum CostMetric
{
    /// <summary>The Euclidean distance, sqrt(sum (x - y)^2).</summary>
    Euclidean = 0,

    /// <summary>The squared Euclidean distance, sum (x - y)^2.</summary>
    SquaredEuclidean = 1,

    /// <summary>The cosine distance, 1 - x.y / (|x| |y|), in [0, 2].</summary>
    Cosine = 2,
}
