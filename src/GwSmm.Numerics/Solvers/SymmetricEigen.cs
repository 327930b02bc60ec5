using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GwSmm.Numerics;

/// <summary>Eigenvalues and orthonormal eigenvectors of a real symmetric matrix. Immutable, so thread-safe.</summary>
public sealed class SymmetricEigen
{
    private SymmetricEigen(double[] values, double[] vectors)
    {
        Values = values;
        Vectors = vectors;
    }

    /// <summary>Eigenvalues in ascending order [order].</summary>
    public double[] Values { get; }

    /// <summary>Eigenvectors [order, order]: column j belongs to value j. Their signs are arbitrary.</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Symmetric matrix [order, order] of finite numbers; only the lower triangle is read.</param>
    /// <param name="order">Rows and columns.</param>
    /// <returns>The decomposition.</returns>
    /// <exception cref="ArgumentException">The span has not order * order elements, or holds NaN or infinity.</exception>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int order)
    {
        Lengths.Matrix(order, order, matrix.Length, nameof(matrix));
        if (order == 0)
        {
            return new SymmetricEigen([], []);
        }

        var dense = new DenseMatrix(order, order);
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = matrix[(i * order) + j];
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException($"Element [{i}, {j}] is {value}; eigenvalues need finite numbers.", nameof(matrix));
                }

                dense[i, j] = value;
                dense[j, i] = value;
            }
        }

        var decomposition = dense.Evd(Symmetricity.Symmetric);
        var values = new double[order];
        var vectors = new double[order * order];
        var ascending = Enumerable.Range(0, order).OrderBy(i => decomposition.EigenValues[i].Real).ToArray();
        for (var j = 0; j < order; j++)
        {
            values[j] = decomposition.EigenValues[ascending[j]].Real;
            for (var i = 0; i < order; i++)
            {
                vectors[(i * order) + j] = decomposition.EigenVectors[i, ascending[j]];
            }
        }

        return new SymmetricEigen(values, vectors);
    }
}
