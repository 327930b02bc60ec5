using System.Numerics.Tensors;

namespace GwSmm.Merging;

/// <summary>
/// L-BFGS (Liu and Nocedal, 1989) with a diagonal preconditioner from the upper bound of the logistic Hessian by Boehning (1992): 1/2
/// (1/4 for two classes) times the variance of each axis, plus the penalty. Armijo backtracking; the loss is convex.
/// </summary>
internal static class QuasiNewton
{
    private const int Memory = 12;
    private const double Armijo = 1e-4;
    private const int MaxHalvings = 40;

    /// <summary>Minimises.</summary>
    /// <param name="problem">The loss.</param>
    /// <param name="variances">Variances of the axes [r].</param>
    /// <param name="penalty">The penalty, more than 0.</param>
    /// <param name="parameters">The start; receives the minimum.</param>
    /// <param name="tolerance">The largest absolute gradient entry to stop at.</param>
    /// <param name="maxIterations">The most iterations.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Iterations used, and whether the tolerance was reached.</returns>
    public static (int Iterations, bool Converged) Minimize(
        LogisticProblem problem, double[] variances, double penalty, double[] parameters, double tolerance, int maxIterations, CancellationToken cancellationToken)
    {
        var size = problem.ParameterCount;
        var inverse = InverseBound(problem, variances, penalty);
        var steps = new List<double[]>();
        var changes = new List<double[]>();
        var gradient = new double[size];
        var nextGradient = new double[size];
        var next = new double[size];
        var direction = new double[size];
        var loss = problem.Evaluate(parameters, penalty, gradient);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance)
            {
                return (iteration, true);
            }

            Direction(gradient, inverse, steps, changes, direction);
            var slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (!TryStep(problem, penalty, parameters, direction, loss, slope, next, nextGradient, out var nextLoss))
            {
                // No descent left above rounding: as good as doubles get.
                return (iteration, Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= Math.Sqrt(tolerance));
            }

            Remember(parameters, next, gradient, nextGradient, steps, changes);
            next.CopyTo(parameters, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
            loss = nextLoss;
        }

        return (maxIterations, Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance);
    }

    private static double[] InverseBound(LogisticProblem problem, double[] variances, double penalty)
    {
        var classes = problem.ParameterCount - problem.WeightCount;
        var bound = classes == 1 ? 0.25 : 0.5;
        var inverse = new double[problem.ParameterCount];
        for (var i = 0; i < inverse.Length; i++)
        {
            inverse[i] = 1 / (i < problem.WeightCount ? (bound * variances[i % variances.Length]) + penalty : bound);
        }

        return inverse;
    }

    private static void Direction(double[] gradient, double[] inverse, List<double[]> steps, List<double[]> changes, double[] direction)
    {
        TensorPrimitives.Negate<double>(gradient, direction);
        var alphas = new double[steps.Count];
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            alphas[i] = TensorPrimitives.Dot<double>(steps[i], direction) / TensorPrimitives.Dot<double>(steps[i], changes[i]);
            TensorPrimitives.MultiplyAdd<double>(changes[i], -alphas[i], direction, direction);
        }

        var scale = 1.0;
        if (steps.Count > 0)
        {
            var curved = 0.0;
            for (var i = 0; i < inverse.Length; i++)
            {
                curved += changes[^1][i] * changes[^1][i] * inverse[i];
            }

            scale = TensorPrimitives.Dot<double>(steps[^1], changes[^1]) / curved;
        }

        for (var i = 0; i < inverse.Length; i++)
        {
            direction[i] *= scale * inverse[i];
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var beta = TensorPrimitives.Dot<double>(changes[i], direction) / TensorPrimitives.Dot<double>(steps[i], changes[i]);
            TensorPrimitives.MultiplyAdd<double>(steps[i], alphas[i] - beta, direction, direction);
        }
    }

    private static bool TryStep(
        LogisticProblem problem, double penalty, double[] parameters, double[] direction, double loss, double slope, double[] next, double[] nextGradient, out double nextLoss)
    {
        nextLoss = loss;
        var length = 1.0;
        for (var halving = 0; slope < 0 && halving < MaxHalvings; halving++)
        {
            TensorPrimitives.MultiplyAdd<double>(direction, length, parameters, next);
            nextLoss = problem.Evaluate(next, penalty, nextGradient);
            if (nextLoss <= loss + (Armijo * length * slope) && nextLoss < loss)
            {
                return true;
            }

            length *= 0.5;
        }

        return false;
    }

    private static void Remember(double[] parameters, double[] next, double[] gradient, double[] nextGradient, List<double[]> steps, List<double[]> changes)
    {
        var step = new double[next.Length];
        var change = new double[next.Length];
        TensorPrimitives.Subtract<double>(next, parameters, step);
        TensorPrimitives.Subtract<double>(nextGradient, gradient, change);
        if (TensorPrimitives.Dot<double>(step, change) <= 1e-12 * TensorPrimitives.Dot<double>(change, change))
        {
            return;
        }

        if (steps.Count == Memory)
        {
            steps.RemoveAt(0);
            changes.RemoveAt(0);
        }

        steps.Add(step);
        changes.Add(change);
    }
}
