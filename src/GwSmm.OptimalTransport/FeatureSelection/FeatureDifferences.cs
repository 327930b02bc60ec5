using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The squared differences (x_ik - y_jk)^2 / s_k between the points of two clouds, feature by feature, over the features that differ at
/// all. Features are subtracted before squaring, so equal ones cost exactly 0. Not thread-safe.
/// </summary>
internal sealed class FeatureDifferences
{
    private readonly double[] _source;
    private readonly double[] _target;
    private readonly double[] _scaledSource;
    private readonly double[] _scaledTarget;
    private readonly double[] _root;
    private readonly double[] _difference;
    private readonly int _n;
    private readonly int _m;

    /// <summary>Prepares two clouds.</summary>
    /// <param name="source">The first cloud [n, d].</param>
    /// <param name="target">The second cloud [m, d].</param>
    /// <param name="p">The weights of the first cloud's points [n].</param>
    /// <param name="q">The weights of the second cloud's points [m].</param>
    /// <param name="standardize">Whether s_k is the cost of the feature under p q^T instead of 1.</param>
    /// <exception cref="GwSmmException">All points have the same features.</exception>
    public FeatureDifferences(FeatureCloud source, FeatureCloud target, double[] p, double[] q, bool standardize)
    {
        (_n, _m) = (source.Count, target.Count);
        Kept = [.. Enumerable.Range(0, source.Dimension).Where(k => Differs(source, target, p, q, k))];
        if (Kept.Length == 0)
        {
            throw new GwSmmException("All points have the same features, so none can be selected. Check the features or compare structure only.");
        }

        _source = Select(source, Kept);
        _target = Select(target, Kept);
        _scaledSource = new double[_source.Length];
        _scaledTarget = new double[_target.Length];
        _root = new double[Kept.Length];
        _difference = new double[Kept.Length];
        var random = RandomCosts(p, q);
        var mean = TensorPrimitives.Sum<double>(random) / random.Length;
        MeanRandomCost = standardize || mean == 0 ? 1 : mean;
        if (standardize)
        {
            Standardize(random);
        }
    }

    /// <summary>The features that differ between some points of positive weight.</summary>
    public int[] Kept { get; }

    /// <summary>The mean over the kept features of what they cost under p q^T; 1 where that is too small to be squared.</summary>
    public double MeanRandomCost { get; }

    /// <summary>Computes the cost of matching two points.</summary>
    /// <param name="weights">The weights of the kept features.</param>
    /// <param name="destination">Receives the costs [n, m].</param>
    public void WriteCost(ReadOnlySpan<double> weights, Span<double> destination)
    {
        var d = Kept.Length;
        TensorPrimitives.Sqrt(weights, _root);
        Scale(_source, _scaledSource);
        Scale(_target, _scaledTarget);
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _m; j++)
            {
                TensorPrimitives.Subtract(_scaledSource.AsSpan(i * d, d), _scaledTarget.AsSpan(j * d, d), _difference);
                destination[(i * _m) + j] = TensorPrimitives.SumOfSquares<double>(_difference);
            }
        }
    }

    /// <summary>Computes what each kept feature costs.</summary>
    /// <param name="plan">The coupling [n, m].</param>
    /// <param name="destination">Receives D of the kept features.</param>
    public void CostsOf(ReadOnlySpan<double> plan, Span<double> destination)
    {
        var d = Kept.Length;
        destination.Clear();
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > 0)
            {
                TensorPrimitives.Subtract(_source.AsSpan(k / _m * d, d), _target.AsSpan(k % _m * d, d), _difference);
                TensorPrimitives.Multiply(_difference, _difference, _difference);
                TensorPrimitives.MultiplyAdd(_difference, plan[k], destination, destination);
            }
        }
    }

    /// <summary>What each kept feature costs at least, whatever the coupling: exact transport of that feature alone.</summary>
    /// <param name="p">The weights of the first cloud's points [n].</param>
    /// <param name="q">The weights of the second cloud's points [m].</param>
    /// <returns>The certified costs of the kept features, at least 0.</returns>
    public double[] LeastCosts(double[] p, double[] q)
    {
        var costs = new double[Kept.Length];
        var (massP, massQ) = (Math.Min(1, TensorPrimitives.Sum<double>(p)), Math.Min(1, TensorPrimitives.Sum<double>(q)));
        for (var k = 0; k < costs.Length; k++)
        {
            var (x, y) = (Line(_source, k, p), Line(_target, k, q));
            var range = Math.Max(x.Values[^1], y.Values[^1]) - Math.Min(x.Values[0], y.Values[0]);
            var least = massP * massP * massQ * massQ * OneDimensionalTransport.SquaredCost(x, y);
            costs[k] = Math.Max(0, least - (BoundAllowance.Units(_n + _m) * range * range));
        }

        return costs;
    }

    private WeightedLine Line(double[] points, int feature, double[] weights) =>
        WeightedLine.Create([.. Enumerable.Range(0, weights.Length).Select(i => points[(i * Kept.Length) + feature])], weights);

    private static bool Differs(FeatureCloud source, FeatureCloud target, double[] p, double[] q, int feature)
    {
        var first = source.Features[(Array.FindIndex(p, w => w > 0) * source.Dimension) + feature];
        return HasOther(source, p, feature, first) || HasOther(target, q, feature, first);
    }

    private static bool HasOther(FeatureCloud cloud, double[] weights, int feature, double value)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0 && cloud.Features[(i * cloud.Dimension) + feature] != value)
            {
                return true;
            }
        }

        return false;
    }

    private static double[] Select(FeatureCloud cloud, int[] kept)
    {
        var result = new double[cloud.Count * kept.Length];
        for (var i = 0; i < cloud.Count; i++)
        {
            for (var k = 0; k < kept.Length; k++)
            {
                result[(i * kept.Length) + k] = cloud.Features[(i * cloud.Dimension) + kept[k]];
            }
        }

        return result;
    }

    // The mean square difference of independent points: both variances and the square of the difference of means.
    private double[] RandomCosts(double[] p, double[] q)
    {
        var d = Kept.Length;
        var (meanSource, meanTarget) = (Mean(_source, p), Mean(_target, q));
        var costs = new double[d];
        TensorPrimitives.Subtract(meanSource, meanTarget, costs);
        TensorPrimitives.Multiply(costs, costs, costs);
        AddVariance(_source, p, meanSource, costs);
        AddVariance(_target, q, meanTarget, costs);
        return costs;
    }

    private double[] Mean(double[] points, double[] weights)
    {
        var d = Kept.Length;
        var mean = new double[d];
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(points.AsSpan(i * d, d), weights[i], mean, mean);
        }

        return mean;
    }

    private void AddVariance(double[] points, double[] weights, double[] mean, double[] costs)
    {
        var d = Kept.Length;
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.Subtract(points.AsSpan(i * d, d), mean, _difference);
            TensorPrimitives.Multiply(_difference, _difference, _difference);
            TensorPrimitives.MultiplyAdd(_difference, weights[i], costs, costs);
        }
    }

    private void Standardize(double[] random)
    {
        for (var k = 0; k < _root.Length; k++)
        {
            // Differences too small to be squared leave a feature as it is: it costs nothing anyway.
            _root[k] = random[k] > 0 ? 1 / Math.Sqrt(random[k]) : 1;
        }

        Scale(_source, _source);
        Scale(_target, _target);
    }

    private void Scale(double[] points, double[] destination)
    {
        for (var at = 0; at < points.Length; at += _root.Length)
        {
            TensorPrimitives.Multiply(points.AsSpan(at, _root.Length), _root, destination.AsSpan(at, _root.Length));
        }
    }
}
