using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Finds the vertex of the plans of a given mass that is best to first order. One dummy point on either side takes up what is not
/// matched, at no cost; the two dummies must not be matched with each other (Chapel, Alaya, Gasso, 2020, proposition 1). Starts from
/// the vertex found before. Reusable; not thread-safe.
/// </summary>
internal sealed class PartialDirection
{
    private readonly NetworkSimplex _simplex = new();
    private readonly SparsePlan _extended = new();
    private double[] _cost = [];
    private int _n;
    private int _m;
    private int _dummies;

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    /// <param name="mass">The mass to be matched, above 0; the whole when it is not below the sum of either side.</param>
    public void Set(double[] source, double[] target, double mass)
    {
        (_n, _m) = (source.Length, target.Length);
        var (sourceSum, targetSum) = (TensorPrimitives.Sum<double>(source), TensorPrimitives.Sum<double>(target));
        _dummies = mass < Math.Min(sourceSum, targetSum) ? 1 : 0;
        if (_dummies == 0)
        {
            _simplex.SetMarginals(source, target);
            return;
        }

        _simplex.SetMarginals([.. source, targetSum - mass], [.. target, sourceSum - mass]);
        if (_cost.Length < (_n + 1) * (_m + 1))
        {
            _cost = new double[(_n + 1) * (_m + 1)];
        }
    }

    /// <summary>Finds the best vertex.</summary>
    /// <param name="cost">The linear cost [n, m].</param>
    /// <param name="vertex">Receives the vertex.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Find(ReadOnlySpan<double> cost, SparsePlan vertex, CancellationToken cancellationToken)
    {
        if (_dummies == 0)
        {
            _simplex.Solve(cost, vertex, cancellationToken);
            return;
        }

        var columns = _m + 1;
        for (var i = 0; i < _n; i++)
        {
            cost.Slice(i * _m, _m).CopyTo(_cost.AsSpan(i * columns));
            _cost[(i * columns) + _m] = 0;
        }

        // A match of the dummies frees a cell (i, j) for more than its mass: a loss, whatever C_ij, beyond the largest magnitude.
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(cost));
        _cost.AsSpan(_n * columns, _m).Clear();
        _cost[(_n * columns) + _m] = largest > 0 ? 2 * largest : 1;
        _simplex.Solve(_cost.AsSpan(0, (_n + 1) * columns), _extended, cancellationToken);
        vertex.Begin(_n, _m, _n + _m + 1);
        for (var i = 0; i < _n; i++)
        {
            for (var k = _extended.RowStart[i]; k < _extended.RowStart[i + 1]; k++)
            {
                if (_extended.Column[k] < _m)
                {
                    vertex.Add(i, _extended.Column[k], _extended.Mass[k]);
                }
            }
        }

        vertex.End();
    }
}
