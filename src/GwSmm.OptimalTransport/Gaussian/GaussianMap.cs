using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>An affine map x -> A x + b between feature spaces. Immutable by convention (the arrays must not be written); thread-safe.</summary>
public sealed class GaussianMap
{
    internal GaussianMap(double[] matrix, double[] offset)
    {
        Matrix = matrix;
        Offset = offset;
    }

    /// <summary>A [target dimension, source dimension], row-major.</summary>
    public double[] Matrix { get; }

    /// <summary>b [target dimension].</summary>
    public double[] Offset { get; }

    /// <summary>Maps one point.</summary>
    /// <param name="point">x [source dimension].</param>
    /// <returns>A x + b [target dimension], a new array.</returns>
    /// <exception cref="ArgumentException">The point has another length.</exception>
    public double[] Apply(ReadOnlySpan<double> point)
    {
        var dimension = Matrix.Length / Offset.Length;
        if (point.Length != dimension)
        {
            throw new ArgumentException($"The point needs {dimension} features, not {point.Length}.", nameof(point));
        }

        var result = Offset.ToArray();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] += TensorPrimitives.Dot(Matrix.AsSpan(i * dimension, dimension), point);
        }

        return result;
    }
}
