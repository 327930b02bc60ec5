using System.Numerics.Tensors;

namespace GwSmm.Merging;

/// <summary>
/// A merge of the weights of dense layers as whole matrices; all other tensors, and embeddings, take the mean of their task vectors. What is
/// merged, times lambda, is added to the base.
/// </summary>
/// <param name="lambda">The factor.</param>
/// <param name="models">How many encoders there are.</param>
/// <param name="mergeChanges">Merges task matrices [k][rows * columns] of so many rows and columns.</param>
internal sealed class MatrixMerge(double lambda, int models, Func<double[][], int, int, double[]> mergeChanges) : ITensorMerge
{
    private readonly LinearMerge _mean = Mean(LinearFactors.OfChanges([.. Enumerable.Repeat(lambda / models, models)]));

    /// <summary>How many values belong together.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>All of a dense layer's weight, else 1.</returns>
    public static int UnitOf(TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.IsDense ? tensor.Count : 1;
    }

    /// <summary>Bytes of the matrices that a merge holds at a time.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="models">How many encoders there are.</param>
    /// <param name="more">How many matrices there are beside the base and the task matrices.</param>
    /// <returns>Bytes, about.</returns>
    public static long WorkingBytes(TensorInfo tensor, int models, int more)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.IsDense ? (models + 1 + more) * (long)tensor.Count * sizeof(double) : 0;
    }

    /// <summary>Swaps rows and columns.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <returns>[columns, rows].</returns>
    public static double[] Transpose(double[] matrix, int rows, int columns)
    {
        var result = new double[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[(j * rows) + i] = matrix[(i * columns) + j];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Merge(TensorPiece piece, Span<float> merged)
    {
        if (!piece.Tensor.IsDense)
        {
            _mean.Merge(piece, merged);
            return;
        }

        var origin = new double[piece.Count];
        TensorPrimitives.ConvertTruncating<float, double>(piece.Base, origin);
        var changes = new double[models][];
        for (var m = 0; m < changes.Length; m++)
        {
            changes[m] = new double[piece.Count];
            TensorPrimitives.ConvertTruncating<float, double>(piece.Model(m), changes[m]);
            TensorPrimitives.Subtract(changes[m], origin, changes[m]);
        }

        var change = mergeChanges(changes, piece.Tensor.Shape[0], piece.Tensor.Shape[1]);
        TensorPrimitives.MultiplyAdd(change, lambda, origin, origin);
        TensorPrimitives.ConvertTruncating<double, float>(origin, merged);
    }

    private static LinearMerge Mean(LinearFactors factors) => new(_ => factors);
}
