namespace GwSmm.Merging;

/// <summary>What the methods that merge dense layers as whole matrices have in common: they need the base, and what they merge is added to it times lambda.</summary>
internal sealed class MatrixMethod
{
    private readonly string _label;
    private readonly double _lambda;

    /// <summary>Checks the factor.</summary>
    /// <param name="label">The method as it is called in messages.</param>
    /// <param name="lambda">The factor.</param>
    /// <exception cref="GwSmmException">Lambda is not finite.</exception>
    public MatrixMethod(string label, double lambda)
    {
        MethodChecks.Finite(label, "lambda", lambda);
        (_label, _lambda) = (label, lambda);
    }

    /// <summary>Makes the merge of some encoders.</summary>
    /// <param name="source">The encoders.</param>
    /// <param name="mergeChanges">Merges task matrices [k][rows * columns] of so many rows and columns.</param>
    /// <returns>The merge.</returns>
    /// <exception cref="GwSmmException">The base is not known.</exception>
    public MatrixMerge Prepare(ITensorSource source, Func<double[][], int, int, double[]> mergeChanges)
    {
        ArgumentNullException.ThrowIfNull(source);
        MethodChecks.NeedBase(_label, source);
        return new MatrixMerge(_lambda, source.Items.Count, mergeChanges);
    }
}
