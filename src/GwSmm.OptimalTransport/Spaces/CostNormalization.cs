namespace GwSmm.OptimalTransport;

/// <summary>What the costs of a space are divided by, so that spaces of different scale can be compared.</summary>
public enum CostNormalization
{
    /// <summary>Nothing: costs are as the metric gives them.</summary>
    None = 0,

    /// <summary>The largest magnitude of a cost.</summary>
    Max = 1,

    /// <summary>The mean of all n^2 costs, the diagonal included.</summary>
    Mean = 2,

    /// <summary>The median of all n^2 costs, the diagonal included; the mean of the middle two when their number is even.</summary>
    Median = 3,
}
