using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Projects positive (Q, R, g) in the Kullback-Leibler sense on Q 1 = p, R 1 = q, Q' 1 = R' 1 = g >= alpha, by Dykstra's algorithm: Scetbon, Cuturi,
/// Peyré, "Low-rank Sinkhorn factorization" (2021), algorithm 2. All but one of the constraints are affine, and the iterates are
/// scalings of what is projected; so only the bound of g needs the correction that sets Dykstra's algorithm apart. Not thread-safe.
/// </summary>
internal sealed class LowRankProjection
{
    private readonly double[] _source;
    private readonly double[] _target;
    private readonly double[] _rowScaling;
    private readonly double[] _columnScaling;
    private readonly double[] _sourceComponents;
    private readonly double[] _targetComponents;
    private readonly double[] _sourceSums;
    private readonly double[] _targetSums;
    private readonly double[] _correction;
    private readonly PlanRounding _rounding = new();
    private readonly double _mass;
    private readonly int _rank;

    /// <summary>Takes up the weights.</summary>
    /// <param name="source">p [n], above 0.</param>
    /// <param name="target">q [m], above 0, with the same sum.</param>
    /// <param name="rank">The rank r.</param>
    public LowRankProjection(double[] source, double[] target, int rank)
    {
        (_source, _target, _rank) = (source, target, rank);
        (_rowScaling, _columnScaling) = (new double[source.Length], new double[target.Length]);
        (_sourceComponents, _targetComponents, _sourceSums, _targetSums) = (new double[rank], new double[rank], new double[rank], new double[rank]);
        _correction = new double[rank];
        _mass = TensorPrimitives.Sum<double>(source);
    }

    /// <summary>Projects.</summary>
    /// <param name="coupling">Q, R and g, positive; replaced by a feasible coupling.</param>
    /// <param name="smallest">The bound alpha of g.</param>
    /// <param name="maxIterations">The largest number of scalings.</param>
    /// <param name="tolerance">The error of the marginals that stops scaling.</param>
    /// <param name="cancellationToken">Stops the projection.</param>
    public void Project(LowRankCoupling coupling, double smallest, int maxIterations, double tolerance, CancellationToken cancellationToken)
    {
        var (q, r, g) = (coupling.Q, coupling.R, coupling.G);
        Array.Fill(_sourceComponents, 1);
        Array.Fill(_targetComponents, 1);
        Array.Fill(_correction, 1);
        Array.Fill(_rowScaling, 1);
        Array.Fill(_columnScaling, 1);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = FitPoints(q, _source, _sourceComponents, _rowScaling) + FitPoints(r, _target, _targetComponents, _columnScaling);
            if (iteration > 0 && error <= tolerance)
            {
                break;
            }

            SumComponents(q, _rowScaling, _sourceSums);
            SumComponents(r, _columnScaling, _targetSums);
            for (var k = 0; k < _rank; k++)
            {
                var raised = Math.Max(smallest, g[k] * _correction[k]);
                _correction[k] *= g[k] / raised;
                var common = Math.Cbrt(raised * (_sourceComponents[k] * _sourceSums[k]) * (_targetComponents[k] * _targetSums[k]));
                _sourceComponents[k] = common / _sourceSums[k];
                _targetComponents[k] = common / _targetSums[k];
                g[k] = common;
            }
        }

        Scale(q, _rowScaling, _sourceComponents);
        Scale(r, _columnScaling, _targetComponents);

        // Exact marginals of the factors give the coupling exact marginals.
        TensorPrimitives.Multiply(g, _mass / TensorPrimitives.Sum<double>(g), g);
        _rounding.Round(q, _source, g, _mass);
        _rounding.Round(r, _target, g, _mass);
    }

    // Returns how far the points' sums were from the weights.
    private double FitPoints(double[] matrix, double[] weights, double[] components, double[] scaling)
    {
        var error = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var sum = TensorPrimitives.Dot(matrix.AsSpan(i * _rank, _rank), components);
            error += Math.Abs((scaling[i] * sum) - weights[i]);
            scaling[i] = weights[i] / sum;
        }

        return error;
    }

    private void SumComponents(double[] matrix, double[] scaling, double[] sums)
    {
        Array.Clear(sums);
        for (var i = 0; i < scaling.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(matrix.AsSpan(i * _rank, _rank), scaling[i], sums, sums);
        }
    }

    private void Scale(double[] matrix, double[] scaling, double[] components)
    {
        for (var i = 0; i < scaling.Length; i++)
        {
            var row = matrix.AsSpan(i * _rank, _rank);
            TensorPrimitives.Multiply(row, components, row);
            TensorPrimitives.Multiply(row, scaling[i], row);
        }
    }
}
