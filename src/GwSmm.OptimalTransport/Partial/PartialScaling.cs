using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The plan exp(f_i + g_j + s - C_ij / eps) of a given mass with marginals at most the weights, the projection of exp(-C / eps) on those
/// plans. Each constraint in turn is met by its scaling (Benamou, Carlier, Cuturi, Nenna, Peyré, 2015): f and g are at most 0, and below 0 only
/// where the weight is used up. That ascends a concave dual, so the scalings of the last cost are a valid start. Reusable; not thread-safe.
/// </summary>
internal sealed class PartialScaling
{
    private readonly LogScaling _kernel = new();
    private double[] _logSource = [];
    private double[] _logTarget = [];
    private double[] _f = [];
    private double[] _g = [];
    private double[] _rowSums = [];
    private double[] _columnSums = [];
    private double _shift;
    private double _logMass;
    private bool _isWhole;

    /// <summary>Takes up a problem and forgets the scalings.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    /// <param name="mass">The mass to be matched.</param>
    public void Set(double[] source, double[] target, double mass)
    {
        _kernel.Reserve(source.Length, target.Length);
        (_logSource, _logTarget) = (new double[source.Length], new double[target.Length]);
        TensorPrimitives.Log<double>(source, _logSource);
        TensorPrimitives.Log<double>(target, _logTarget);
        (_f, _g) = (new double[source.Length], new double[target.Length]);
        (_rowSums, _columnSums) = (new double[source.Length], new double[target.Length]);
        (_shift, _logMass) = (0, Math.Log(mass));
        _isWhole = mass >= Math.Min(TensorPrimitives.Sum<double>(source), TensorPrimitives.Sum<double>(target));
    }

    /// <summary>Solves for a cost.</summary>
    /// <param name="cost">The linear cost [n, m].</param>
    /// <param name="epsilon">The weight of the entropy.</param>
    /// <param name="maxIterations">The largest number of scalings.</param>
    /// <param name="tolerance">The change of a logarithm that stops scaling.</param>
    /// <param name="plan">Receives the plan [n, m].</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    public void Solve(ReadOnlySpan<double> cost, double epsilon, int maxIterations, double tolerance, Span<double> plan, CancellationToken cancellationToken)
    {
        TensorPrimitives.Divide(cost, -epsilon, _kernel.Log);
        _kernel.Prepare();
        _kernel.ColumnSums(_f, _columnSums);
        _shift = _logMass - _kernel.Sum(_columnSums, _g);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _kernel.RowSums(_g, _rowSums);
            var change = Fit(_logSource, _rowSums, _f);
            _kernel.ColumnSums(_f, _columnSums);
            change = Math.Max(change, Fit(_logTarget, _columnSums, _g));
            var shift = _logMass - _kernel.Sum(_columnSums, _g);
            change = Math.Max(change, Math.Abs(shift - _shift));
            _shift = shift;
            if (change <= tolerance)
            {
                break;
            }
        }

        _kernel.Write(_f, _g, _shift, plan);
    }

    private double Fit(double[] logWeights, double[] sums, double[] scaling)
    {
        var change = 0.0;
        for (var i = 0; i < scaling.Length; i++)
        {
            // When all mass is matched, no weight may stay unused, and a scaling may have either sign.
            var fitted = logWeights[i] - sums[i] - _shift;
            fitted = _isWhole ? fitted : Math.Min(0, fitted);
            change = Math.Max(change, Math.Abs(fitted - scaling[i]));
            scaling[i] = fitted;
        }

        return change;
    }
}
