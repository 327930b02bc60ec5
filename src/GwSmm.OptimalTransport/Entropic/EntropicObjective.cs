using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The objective (1 - alpha) sum M T + alpha sum L T T and its gradient with all terms: entropic iterations that stop early depend
/// on the terms u_i + v_j, which linear transport does not see. The marginals inside the loss are the weights, or the target's
/// is that of the plan. Reusable; not thread-safe.
/// </summary>
internal sealed class EntropicObjective
{
    // What lies in cells below this is less than the rounding error of any sum.
    private const double NegligibleMass = 1e-30;

    private readonly QuadraticTerm _term = new();
    private readonly SparsePlan _cells = new();
    private double[] _sourceTerm = [];
    private double[] _targetTerm = [];
    private double[] _columnSums = [];
    private double[] _f2 = [];
    private double[] _scratch = [];
    private SupportedProblem _problem = null!;
    private bool _freeTarget;
    private int _n;
    private int _m;

    /// <summary>Takes up a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="freeTarget">Whether the columns of the plan may sum to anything.</param>
    public void Set(SupportedProblem problem, bool freeTarget)
    {
        (_problem, _freeTarget) = (problem, freeTarget);
        (_n, _m) = (problem.Source.Count, problem.Target.Count);
        Reserve();
        _term.Set(problem.Source, problem.Target, problem.Loss);
        MeanLoss(problem.Loss.F1, problem.Source, problem.Source.Weights, _sourceTerm);
        if (!freeTarget)
        {
            MeanLoss(problem.Loss.F2, problem.Target, problem.Target.Weights, _targetTerm);
            return;
        }

        for (var j = 0; j < _m; j++)
        {
            problem.Loss.F2(problem.Target.Cost.AsSpan(j * _m, _m), _f2.AsSpan(j * _m, _m));
        }
    }

    /// <summary>Computes the exponent of the next step, minus the gradient over epsilon, and the objective with the marginals of the
    /// problem in place of the plan's own. Both are the same for couplings.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <param name="epsilon">The weight of the entropy.</param>
    /// <param name="exponent">Receives the exponent [n, m].</param>
    /// <returns>The objective; the part of structure is at least 0.</returns>
    /// <exception cref="GwSmmException">The exponent is not finite.</exception>
    public double Linearize(ReadOnlySpan<double> plan, double epsilon, Span<double> exponent)
    {
        var columnSums = _columnSums.AsSpan(0, _m);
        var targetTerm = _targetTerm.AsSpan(0, _m);
        _term.Of(plan, exponent);
        columnSums.Clear();
        var quadratic = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var row = plan.Slice(i * _m, _m);
            quadratic += TensorPrimitives.Dot(exponent.Slice(i * _m, _m), row) + (_sourceTerm[i] * TensorPrimitives.Sum(row));
            TensorPrimitives.Add(columnSums, row, columnSums);
        }

        if (_freeTarget)
        {
            Mean(_f2, columnSums, targetTerm);
        }

        quadratic += TensorPrimitives.Dot<double>(targetTerm, columnSums);
        var alpha = _problem.Alpha;
        var largest = 0.0;
        for (var i = 0; i < _n; i++)
        {
            var row = exponent.Slice(i * _m, _m);
            TensorPrimitives.Add(row, targetTerm, row);
            TensorPrimitives.Add(row, _sourceTerm[i], row);
            TensorPrimitives.Multiply(row, -2 * alpha / epsilon, row);
            if (_problem.FeatureCost is { } features)
            {
                TensorPrimitives.MultiplyAdd(features.AsSpan(i * _m, _m), (alpha - 1) / epsilon, row, row);
            }

            largest = Math.Max(largest, TensorPrimitives.MaxMagnitude<double>(row));
        }

        return double.IsFinite(largest)
            ? new ObjectiveParts(Math.Max(0, quadratic), FeaturePart(plan)).Total(alpha)
            : throw new GwSmmException($"The gradient divided by epsilon, {epsilon}, is not finite; normalise the costs or raise epsilon.");
    }

    /// <summary>The objective of a plan with the plan's own marginals.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <param name="scratch">Scratch [n, m].</param>
    /// <returns>Its parts. That of structure is summed over pairs of cells when that costs no more than N.</returns>
    public ObjectiveParts Evaluate(ReadOnlySpan<double> plan, Span<double> scratch)
    {
        var cells = 0;
        foreach (var mass in plan)
        {
            cells += mass > NegligibleMass ? 1 : 0;
        }

        var structure = (double)cells * cells <= (double)_n * _m * (_n + _m) ? OverCells(plan, cells) : Dense(plan, scratch);
        return new ObjectiveParts(Math.Max(0, structure), FeaturePart(plan));
    }

    private double FeaturePart(ReadOnlySpan<double> plan) =>
        _problem.FeatureCost is { } features ? TensorPrimitives.Dot(plan, features) : 0;

    private double OverCells(ReadOnlySpan<double> plan, int cells)
    {
        _cells.Begin(_n, _m, cells);
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > NegligibleMass)
            {
                _cells.Add(k / _m, k % _m, plan[k]);
            }
        }

        _cells.End();
        return _term.Evaluate(_cells);
    }

    private double Dense(ReadOnlySpan<double> plan, Span<double> scratch)
    {
        _term.Of(plan, scratch);
        var rowSums = new double[_n];
        var columnSums = new double[_m];
        for (var i = 0; i < _n; i++)
        {
            var row = plan.Slice(i * _m, _m);
            rowSums[i] = TensorPrimitives.Sum(row);
            TensorPrimitives.Add(columnSums, row, columnSums);
        }

        return TensorPrimitives.Dot(scratch, plan) + Mean(_problem.Loss.F1, _problem.Source, rowSums) + Mean(_problem.Loss.F2, _problem.Target, columnSums);
    }

    private double Mean(ElementwiseMap function, MetricMeasureSpace space, double[] weights)
    {
        var term = new double[space.Count];
        MeanLoss(function, space, weights, term);
        return TensorPrimitives.Dot<double>(term, weights);
    }

    // (f(C) w + f(C)' w) / 2 without the matrix f(C).
    private void MeanLoss(ElementwiseMap function, MetricMeasureSpace space, double[] weights, double[] destination)
    {
        var count = space.Count;
        var row = _scratch.AsSpan(0, count);
        var result = destination.AsSpan(0, count);
        result.Clear();
        for (var i = 0; i < count; i++)
        {
            function(space.Cost.AsSpan(i * count, count), row);
            result[i] += 0.5 * TensorPrimitives.Dot<double>(row, weights);
            TensorPrimitives.MultiplyAdd(row, 0.5 * weights[i], result, result);
        }
    }

    private static void Mean(ReadOnlySpan<double> matrix, ReadOnlySpan<double> weights, Span<double> destination)
    {
        destination.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            var row = matrix.Slice(i * weights.Length, weights.Length);
            destination[i] += 0.5 * TensorPrimitives.Dot(row, weights);
            TensorPrimitives.MultiplyAdd(row, 0.5 * weights[i], destination, destination);
        }
    }

    private void Reserve()
    {
        if (_sourceTerm.Length < _n)
        {
            _sourceTerm = new double[_n];
        }

        if (_targetTerm.Length < _m)
        {
            (_targetTerm, _columnSums) = (new double[_m], new double[_m]);
        }

        if (_scratch.Length < Math.Max(_n, _m))
        {
            _scratch = new double[Math.Max(_n, _m)];
        }

        if (_freeTarget && _f2.Length < _m * _m)
        {
            _f2 = new double[_m * _m];
        }
    }
}
