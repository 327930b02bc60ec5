using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Minimises &lt;C, T&gt; + rho1 KL(T 1 | p) + rho2 KL(T' 1 | q) + eps KL(T | p q') by scaling in logarithms (Chizat, Peyré, Schmitzer, Vialard, 2018).
/// Moving mass between the two scalings leaves the plan as it is and is the slowest of the directions in which plain scaling converges;
/// each round ends with the best such move, which is known in closed form (Séjourné, Vialard, Peyré, 2022). Reusable; not thread-safe.
/// </summary>
internal sealed class UnbalancedScaling
{
    private readonly LogScaling _kernel = new();
    private double[] _logSource = [];
    private double[] _logTarget = [];
    private double[] _f = [];
    private double[] _g = [];
    private double[] _rowSums = [];
    private double[] _columnSums = [];
    private double _sourceRatio;
    private double _targetRatio;

    /// <summary>Takes up a problem and forgets the scalings.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    /// <param name="sourceRatio">rho1 / eps.</param>
    /// <param name="targetRatio">rho2 / eps.</param>
    public void Set(double[] source, double[] target, double sourceRatio, double targetRatio)
    {
        _kernel.Reserve(source.Length, target.Length);
        (_logSource, _logTarget) = (new double[source.Length], new double[target.Length]);
        TensorPrimitives.Log<double>(source, _logSource);
        TensorPrimitives.Log<double>(target, _logTarget);
        (_f, _g) = (new double[source.Length], new double[target.Length]);
        (_rowSums, _columnSums) = (new double[source.Length], new double[target.Length]);
        (_sourceRatio, _targetRatio) = (sourceRatio, targetRatio);
    }

    /// <summary>Solves for a cost.</summary>
    /// <param name="cost">The linear cost C [n, m].</param>
    /// <param name="epsilon">The weight of the entropy.</param>
    /// <param name="maxIterations">The largest number of scalings.</param>
    /// <param name="tolerance">The change of a logarithm that stops scaling.</param>
    /// <param name="plan">Receives the plan [n, m] divided by its mass.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The logarithm of the mass.</returns>
    public double Solve(ReadOnlySpan<double> cost, double epsilon, int maxIterations, double tolerance, Span<double> plan, CancellationToken cancellationToken)
    {
        var log = _kernel.Log;
        TensorPrimitives.Divide(cost, -epsilon, log);
        for (var i = 0; i < _f.Length; i++)
        {
            var row = log.Slice(i * _g.Length, _g.Length);
            TensorPrimitives.Add(row, _logTarget, row);
            TensorPrimitives.Add(row, _logSource[i], row);
        }

        _kernel.Prepare();
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _kernel.RowSums(_g, _rowSums);
            var change = Fit(_logSource, _rowSums, _sourceRatio, _f);
            _kernel.ColumnSums(_f, _columnSums);
            change = Math.Max(change, Fit(_logTarget, _columnSums, _targetRatio, _g));
            change = Math.Max(change, MoveMass());
            if (change <= tolerance)
            {
                break;
            }
        }

        _kernel.ColumnSums(_f, _columnSums);
        var logMass = _kernel.Sum(_columnSums, _g);
        _kernel.Write(_f, _g, -logMass, plan);
        return logMass;
    }

    private static double Fit(double[] logWeights, double[] sums, double ratio, double[] scaling)
    {
        var change = 0.0;
        var exponent = ratio / (1 + ratio);
        for (var i = 0; i < scaling.Length; i++)
        {
            var fitted = exponent * (logWeights[i] - sums[i]);
            change = Math.Max(change, Math.Abs(fitted - scaling[i]));
            scaling[i] = fitted;
        }

        return change;
    }

    private double MoveMass()
    {
        var move = (LogSum(_logSource, _f, _sourceRatio, _rowSums) - LogSum(_logTarget, _g, _targetRatio, _columnSums))
            / ((1 / _sourceRatio) + (1 / _targetRatio));
        TensorPrimitives.Add(_f, move, _f);
        TensorPrimitives.Subtract(_g, move, _g);
        return Math.Abs(move);
    }

    // log sum_i p_i exp(-f_i / ratio), the part of the dual that a marginal costs.
    private double LogSum(double[] logWeights, double[] scaling, double ratio, double[] scratch)
    {
        TensorPrimitives.Divide(scaling, -ratio, scratch);
        return _kernel.Sum(logWeights, scratch);
    }
}
