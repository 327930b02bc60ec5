using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Checks what linear transport is given, leaves out points without weight and puts them back.</summary>
internal static class TransportInput
{
    private const double SumTolerance = 1e-6;

    /// <summary>Checks weights and costs.</summary>
    /// <param name="source">The weights of the sources [n].</param>
    /// <param name="target">The weights of the targets [m].</param>
    /// <param name="cost">The costs [n, m].</param>
    /// <exception cref="ArgumentException">The costs have another length than n m.</exception>
    /// <exception cref="GwSmmException">A weight is negative or not finite, the sums are 0 or differ, or a cost is not finite.</exception>
    public static void Check(ReadOnlySpan<double> source, ReadOnlySpan<double> target, ReadOnlySpan<double> cost)
    {
        var sourceSum = CheckWeights(source, "source");
        var targetSum = CheckWeights(target, "target");
        if (!(Math.Abs(sourceSum - targetSum) <= SumTolerance * Math.Max(sourceSum, targetSum)))
        {
            throw new GwSmmException($"The source weights sum to {sourceSum}, the target weights to {targetSum}; the sums must be equal. Scale one side.");
        }

        if (cost.Length != (long)source.Length * target.Length)
        {
            throw new ArgumentException($"{source.Length} x {target.Length} costs are needed, not {cost.Length}.", nameof(cost));
        }

        if (!double.IsFinite(TensorPrimitives.MaxMagnitude(cost)))
        {
            throw new GwSmmException("A cost is NaN or infinite; costs must be finite numbers.");
        }
    }

    /// <summary>The points that weigh something.</summary>
    /// <param name="weights">The weights.</param>
    /// <returns>Their positions, ascending.</returns>
    public static int[] Positive(ReadOnlySpan<double> weights)
    {
        var kept = new List<int>(weights.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                kept.Add(i);
            }
        }

        return [.. kept];
    }

    /// <summary>Some of the values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="at">The positions of those kept.</param>
    /// <returns>A new array.</returns>
    public static double[] Gather(ReadOnlySpan<double> values, int[] at)
    {
        var result = new double[at.Length];
        for (var k = 0; k < at.Length; k++)
        {
            result[k] = values[at[k]];
        }

        return result;
    }

    /// <summary>Some rows and columns of a matrix.</summary>
    /// <param name="matrix">The matrix [n, m], row-major.</param>
    /// <param name="rows">The rows kept.</param>
    /// <param name="columns">The columns kept.</param>
    /// <param name="stride">The number of columns m.</param>
    /// <returns>A new array.</returns>
    public static double[] Gather(ReadOnlySpan<double> matrix, int[] rows, int[] columns, int stride)
    {
        var result = new double[rows.Length * columns.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                result[(i * columns.Length) + j] = matrix[(rows[i] * stride) + columns[j]];
            }
        }

        return result;
    }

    /// <summary>Puts values back where they came from.</summary>
    /// <param name="values">The values.</param>
    /// <param name="at">Their positions.</param>
    /// <param name="length">The length of the result.</param>
    /// <returns>A new array; NaN where there is no value.</returns>
    public static double[] Scatter(double[] values, int[] at, int length)
    {
        var result = new double[length];
        Array.Fill(result, double.NaN);
        for (var k = 0; k < values.Length; k++)
        {
            result[at[k]] = values[k];
        }

        return result;
    }

    /// <summary>Puts a matrix back into the rows and columns that it came from.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="sources">The number of rows of the result.</param>
    /// <param name="targets">The number of columns of the result.</param>
    /// <returns>The same array when nothing was left out, else a new one with zeros elsewhere.</returns>
    public static double[] Spread(double[] matrix, int[] rows, int[] columns, int sources, int targets)
    {
        if (rows.Length == sources && columns.Length == targets)
        {
            return matrix;
        }

        var result = new double[sources * targets];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                result[(rows[i] * targets) + columns[j]] = matrix[(i * columns.Length) + j];
            }
        }

        return result;
    }

    private static double CheckWeights(ReadOnlySpan<double> weights, string side)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new GwSmmException($"The {side} weight {i + 1} is {weights[i]}; weights must be finite and at least 0. Correct the weights.");
            }

            sum += weights[i];
        }

        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new GwSmmException($"The {side} weights sum to {sum}; at least one must be positive, and the sum finite.");
    }
}
