using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// What bounds need of one space, each part computed once when it is first asked for. The parts of O(n) size are made for keeping;
/// sorted costs and sorted rows take as much memory as the costs. Thread-safe.
/// </summary>
internal sealed class SpaceSignature
{
    /// <summary>The number of bins of the binned second bound.</summary>
    public const int Bins = 256;

    private readonly Lazy<WeightedLine> _eccentricities;
    private readonly Lazy<WeightedLine> _costs;
    private readonly Lazy<double[]> _binMeans;
    private readonly Lazy<CentredCosts> _centred;
    private readonly Lazy<SpectralSignature> _spectral;
    private readonly Lazy<SortedRows> _rows;
    private readonly Lazy<SortedRows> _centredRows;
    private readonly MetricMeasureSpace _space;

    /// <summary>Takes up a space.</summary>
    /// <param name="space">The space; points without weight are left out.</param>
    public SpaceSignature(MetricMeasureSpace space)
    {
        _space = space.Support(out _);
        var n = _space.Count;
        var mass = TensorPrimitives.Sum<double>(_space.Weights);
        IsUniform = !_space.Weights.AsSpan().ContainsAnyExcept(_space.Weights[0]);
        Weights = Array.ConvertAll(_space.Weights, weight => IsUniform ? 1.0 / n : weight / mass);
        Scale = new SpaceScale(n, mass, Math.Abs(TensorPrimitives.MaxMagnitude<double>(_space.Cost)));
        _eccentricities = new(Eccentricities);
        _costs = new(SortCosts);
        _binMeans = new(() => (_costs.IsValueCreated ? _costs.Value : SortCosts()).BinMeans(Bins));
        _centred = new(() => CentredCosts.Of(_space.Cost, Weights));
        _spectral = new(() => SpectralSignature.Of(_centred.Value, Weights));
        _rows = new(() => new SortedRows(_space.Cost, IsUniform ? [] : Weights, n));
        _centredRows = new(() => new SortedRows(_centred.Value.Costs, IsUniform ? [] : Weights, n));
    }

    /// <summary>What rounding errors depend on.</summary>
    public SpaceScale Scale { get; }

    /// <summary>The weights [n], scaled to sum 1.</summary>
    public double[] Weights { get; }

    /// <summary>Whether all weights are equal.</summary>
    public bool IsUniform { get; }

    /// <summary>Whether the costs are symmetric.</summary>
    public bool IsSymmetric => _space.IsSymmetric;

    /// <summary>The root mean squares of the rows, sorted.</summary>
    public WeightedLine SortedEccentricities => _eccentricities.Value;

    /// <summary>All n^2 costs, sorted.</summary>
    public WeightedLine SortedCosts => _costs.Value;

    /// <summary>The means of the quantile function of the costs over bins [<see cref="Bins"/>].</summary>
    public double[] BinMeans => _binMeans.Value;

    /// <summary>The parts of symmetric costs.</summary>
    public CentredCosts Centred => _centred.Value;

    /// <summary>What the projected eigenvalue bound needs; symmetric costs only.</summary>
    public SpectralSignature Spectral => _spectral.Value;

    /// <summary>The sorted rows of the costs.</summary>
    public SortedRows Rows => _rows.Value;

    /// <summary>The sorted rows of the centred costs; symmetric costs only.</summary>
    public SortedRows CentredRows => _centredRows.Value;

    /// <summary>Computes the parts of O(n) size, apart from the space.</summary>
    /// <param name="kinds">The bounds that they are for.</param>
    /// <returns>The parts.</returns>
    public LightSignature ToLight(LowerBounds kinds) => new(
        Scale,
        kinds.HasFlag(LowerBounds.First) ? SortedEccentricities : null,
        kinds.HasFlag(LowerBounds.SecondBinned) ? BinMeans : null,
        kinds.HasFlag(LowerBounds.ProjectedEigenvalue) && IsSymmetric ? Spectral : null);

    private WeightedLine Eccentricities()
    {
        var n = Weights.Length;
        var values = new double[n];
        var squares = new double[n];
        for (var i = 0; i < n; i++)
        {
            var row = _space.Cost.AsSpan(i * n, n);
            TensorPrimitives.Multiply(row, row, squares);
            values[i] = Math.Sqrt(TensorPrimitives.Dot<double>(squares, Weights));
        }

        return WeightedLine.Create(values, IsUniform ? [] : Weights);
    }

    private WeightedLine SortCosts()
    {
        var n = Weights.Length;
        var masses = new double[IsUniform ? 0 : n * n];
        for (var i = 0; i < n && !IsUniform; i++)
        {
            TensorPrimitives.Multiply(Weights, Weights[i], masses.AsSpan(i * n, n));
        }

        return WeightedLine.Create(_space.Cost.AsSpan().ToArray(), masses);
    }
}
