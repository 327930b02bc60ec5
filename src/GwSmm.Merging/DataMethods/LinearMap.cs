using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Dense layers as regression sees them: one matrix [inputs + 1, outputs] in double, whose last row is the bias.</summary>
internal static class LinearMap
{
    /// <summary>Adds a matrix times a dense layer's map.</summary>
    /// <param name="gram">The matrix [order, order].</param>
    /// <param name="layer">The dense layer.</param>
    /// <param name="sum">What the product [order, outputs] is added to.</param>
    /// <param name="threads">Threads to use.</param>
    public static void AddProduct(GramMatrix gram, DenseParameters layer, double[] sum, int threads)
    {
        var (inputs, outputs) = (layer.Inputs, layer.Outputs);
        var rows = new double[outputs * gram.Order];
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                rows[(o * gram.Order) + i] = layer.Weight[(o * inputs) + i];
            }

            rows[(o * gram.Order) + inputs] = layer.Bias[o];
        }

        Gemm.Multiply(false, true, gram.Order, outputs, gram.Order, 1, gram.Values, gram.Order, rows, gram.Order, 1, sum, outputs, threads);
    }

    /// <summary>Solves A X = B and puts X into a dense layer.</summary>
    /// <param name="matrix">A [order, order], positive definite.</param>
    /// <param name="order">Inputs and the constant.</param>
    /// <param name="right">B [order, outputs]; overwritten.</param>
    /// <param name="target">The dense layer.</param>
    /// <param name="name">Its name, for the message.</param>
    /// <param name="threads">Threads to use.</param>
    /// <exception cref="GwSmmException">A is not positive definite.</exception>
    public static void Solve(double[] matrix, int order, double[] right, DenseParameters target, string name, int threads)
    {
        var factor = Cholesky.TryFactorise(matrix, order, threads) ?? throw new GwSmmException(
            $"The regression for the layer '{name}' has no unique solution: the inputs of its {order - 1} channels are not finite, or too alike for the ridge. Raise the option Ridge, such as to 1e-3.");
        factor.Solve(right, target.Outputs);
        var inputs = order - 1;
        for (var o = 0; o < target.Outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                target.Weight[(o * inputs) + i] = (float)right[(i * target.Outputs) + o];
            }

            target.Bias[o] = (float)right[(inputs * target.Outputs) + o];
        }
    }
}
