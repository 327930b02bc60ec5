using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Products of h(C) / scale with thin matrices. Squared Euclidean costs under the square loss take O(n d) a column, from
/// C = s 1' + 1 s' - 2 X X'; other costs are multiplied as they are. Not thread-safe.
/// </summary>
internal sealed class LowRankCostProduct
{
    private readonly MetricMeasureSpace _space;
    private readonly LowRankFactor? _factor;
    private readonly double[] _dense;
    private readonly double _factorScale;
    private double[] _inner = [];

    /// <summary>Takes up a space.</summary>
    /// <param name="space">The space [n]; its costs are symmetric.</param>
    /// <param name="map">h; null for the square loss, whose h1 and h2 are multiples of the identity.</param>
    /// <param name="multiple">The multiple of the identity.</param>
    public LowRankCostProduct(MetricMeasureSpace space, ElementwiseMap? map, double multiple)
    {
        var n = space.Count;
        _space = space;
        _factor = map is null ? space.Factor : null;
        _dense = [];
        if (map is not null)
        {
            _dense = new double[n * n];
            map(space.Cost, _dense);
        }
        else if (_factor is null)
        {
            _dense = space.Cost;
        }

        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(_dense.Length > 0 ? _dense : space.Cost));
        Scale = largest > 0 ? largest * (map is null ? multiple : 1) : 1;
        _factorScale = largest > 0 ? 1 / largest : 1;
    }

    /// <summary>What h(C) is divided by: its largest magnitude, above 0.</summary>
    public double Scale { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="thin">The matrix [n, r].</param>
    /// <param name="rank">Columns r.</param>
    /// <param name="destination">Receives h(C) / scale times the matrix [n, r].</param>
    public void Multiply(double[] thin, int rank, double[] destination)
    {
        var n = _space.Count;
        if (_factor is null)
        {
            Gemm.Multiply(false, false, n, rank, n, _factorScale, _dense, n, thin, rank, 0, destination, rank);
            return;
        }

        var d = _factor.Dimension;
        if (_inner.Length < (d + 2) * rank)
        {
            _inner = new double[(d + 2) * rank];
        }

        var inner = _inner.AsSpan(0, d * rank);
        var sums = _inner.AsSpan(d * rank, rank);
        var weighted = _inner.AsSpan((d + 1) * rank, rank);
        sums.Clear();
        weighted.Clear();
        Gemm.Multiply(true, false, d, rank, n, 1, _factor.Points, d, thin, rank, 0, inner, rank);
        for (var i = 0; i < n; i++)
        {
            var row = thin.AsSpan(i * rank, rank);
            TensorPrimitives.Add(sums, row, sums);
            TensorPrimitives.MultiplyAdd(row, _factor.Squares[i], weighted, weighted);
        }

        Gemm.Multiply(false, false, n, rank, d, -2 * _factorScale, _factor.Points, d, inner, rank, 0, destination, rank);
        TensorPrimitives.Multiply(weighted, _factorScale, weighted);
        for (var i = 0; i < n; i++)
        {
            var row = destination.AsSpan(i * rank, rank);
            TensorPrimitives.MultiplyAdd(sums, _factorScale * _factor.Squares[i], row, row);
            TensorPrimitives.Add(row, weighted, row);
        }
    }
}
