namespace GwSmm.Merging;

/// <summary>How the labels in a Fisher information are taken from the model's own label distribution.</summary>
public enum FisherLabels
{
    /// <summary>The exact expectation over all classes or labels: one backward pass for each.</summary>
    Expected,

    /// <summary>One draw for each response: one backward pass in all.</summary>
    Sampled,
}
