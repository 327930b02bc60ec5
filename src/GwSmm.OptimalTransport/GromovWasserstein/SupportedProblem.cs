namespace GwSmm.OptimalTransport;

/// <summary>A problem without its points of weight 0, and the way back: their rows and columns of the plan are empty.</summary>
internal sealed class SupportedProblem
{
    private readonly GromovWassersteinProblem _whole;
    private readonly int[]? _rows;
    private readonly int[]? _columns;

    /// <summary>Leaves out the points without weight.</summary>
    /// <param name="problem">The problem.</param>
    public SupportedProblem(GromovWassersteinProblem problem)
    {
        _whole = problem;
        Source = problem.Source.Support(out _rows);
        Target = problem.Target.Support(out _columns);
        InitialPlan = problem.InitialPlan is null ? null : Restrict(problem.InitialPlan);
        FeatureCost = problem.FeatureCost is null ? null : Restrict(problem.FeatureCost);
    }

    /// <summary>The first space [n]; all weights positive.</summary>
    public MetricMeasureSpace Source { get; }

    /// <summary>The second space [m]; all weights positive.</summary>
    public MetricMeasureSpace Target { get; }

    /// <summary>The loss.</summary>
    public QuadraticLoss Loss => _whole.Loss;

    /// <summary>The start [n, m]; null for the product of the weights.</summary>
    public double[]? InitialPlan { get; }

    /// <summary>The feature cost [n, m]; null when only structure counts.</summary>
    public double[]? FeatureCost { get; }

    /// <summary>The weight of structure against features.</summary>
    public double Alpha => _whole.Alpha;

    /// <summary>Whether no point was left out.</summary>
    public bool IsWhole => _rows is null && _columns is null;

    /// <summary>Puts the empty rows and columns back.</summary>
    /// <param name="plan">A plan [n, m] of the points with weight; longer than that if need be.</param>
    /// <returns>A new array: the plan of all points.</returns>
    public double[] Expand(ReadOnlySpan<double> plan)
    {
        var (n, m) = (Source.Count, Target.Count);
        if (IsWhole)
        {
            return plan[..(n * m)].ToArray();
        }

        var targets = _whole.Target.Count;
        var result = new double[_whole.Source.Count * targets];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                result[((_rows?[i] ?? i) * targets) + (_columns?[j] ?? j)] = plan[(i * m) + j];
            }
        }

        return result;
    }

    /// <summary>Leaves out the rows and columns of points without weight.</summary>
    /// <param name="matrix">A matrix of all points.</param>
    /// <returns>The matrix [n, m]; the given one if no point was left out.</returns>
    public double[] Restrict(double[] matrix)
    {
        if (IsWhole)
        {
            return matrix;
        }

        var (n, m) = (Source.Count, Target.Count);
        var result = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                result[(i * m) + j] = matrix[((_rows?[i] ?? i) * _whole.Target.Count) + (_columns?[j] ?? j)];
            }
        }

        return result;
    }
}
