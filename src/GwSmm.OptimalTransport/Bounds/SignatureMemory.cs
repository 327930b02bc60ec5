namespace GwSmm.OptimalTransport;

/// <summary>What the signatures of spaces take in memory.</summary>
internal static class SignatureMemory
{
    /// <summary>The large parts that bounds keep with each space.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <returns>The parts; those of symmetric costs, of which more is kept.</returns>
    public static SignatureParts PartsOf(LowerBounds bounds)
    {
        var parts = bounds.HasFlag(LowerBounds.Second) ? SignatureParts.SortedCosts : SignatureParts.None;
        parts |= bounds.HasFlag(LowerBounds.ProjectedEigenvalue) ? SignatureParts.CentredCosts : SignatureParts.None;
        parts |= bounds.HasFlag(LowerBounds.Third) ? SignatureParts.SortedRows : SignatureParts.None;
        return parts | (bounds.HasFlag(LowerBounds.CentredThird) ? SignatureParts.CentredCosts | SignatureParts.CentredRows : SignatureParts.None);
    }

    /// <summary>The large parts that a solver keeps with each space.</summary>
    /// <param name="solver">The solver.</param>
    /// <returns>The parts; none for a solver of which nothing is known.</returns>
    public static SignatureParts PartsOf(IGromovWassersteinSolver solver) => solver is ISignatureUser user ? user.KeptParts : SignatureParts.None;

    /// <summary>Bytes of the costs of a space.</summary>
    /// <param name="source">What it is made of.</param>
    /// <returns>8 n^2.</returns>
    public static long CostBytes(ISpaceSource source) => (long)source.Count * source.Count * sizeof(double);

    /// <summary>Bytes of the parts that are kept with a space.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="parts">The parts.</param>
    /// <returns>8 n^2 for each; masses are kept beside what is sorted unless the weights are equal, and a space without the points that weigh nothing.</returns>
    public static long Bytes(ISpaceSource source, SignatureParts parts)
    {
        var weights = source switch
        {
            FeatureCloud cloud => cloud.Weights,
            MetricMeasureSpace space => space.Weights,
            _ => [],
        };
        var isUniform = weights.IsEmpty || !weights.ContainsAnyExcept(weights[0]);
        var sorted = int.PopCount((int)(parts & ~SignatureParts.CentredCosts));
        var matrices = (isUniform ? sorted : 2 * sorted) + (parts.HasFlag(SignatureParts.CentredCosts) ? 1 : 0) + (weights.Contains(0) ? 1 : 0);
        return matrices * CostBytes(source);
    }
}
