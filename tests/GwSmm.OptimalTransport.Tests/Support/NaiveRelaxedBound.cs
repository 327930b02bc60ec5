namespace GwSmm.OptimalTransport.Tests;

/// <summary>The bounds of plans that are no couplings, from their definitions and without allowance; square loss, weights above 0 with sum 1.</summary>
internal static class NaiveRelaxedBound
{
    /// <summary>Semi-relaxed: every pair at its distance to the nearest cost of the target, plus the least feature costs.</summary>
    public static double OfCosts(GromovWassersteinProblem problem)
    {
        var (a, p, n) = (problem.Source.Cost, problem.Source.Weights, problem.Source.Count);
        var structure = Enumerable.Range(0, n * n).Sum(at => p[at / n] * p[at % n] * problem.Target.Cost.Min(b => Square(a[at] - b)));
        return (problem.Alpha * structure) + ((1 - problem.Alpha) * Enumerable.Range(0, n).Sum(i => p[i] * Row(problem, i).Min()));
    }

    /// <summary>Semi-relaxed, row by row.</summary>
    public static double OfRows(GromovWassersteinProblem problem)
    {
        var (p, n, m) = (problem.Source.Weights, problem.Source.Count, problem.Target.Count);
        return Enumerable.Range(0, n).Sum(i => p[i] * Enumerable.Range(0, m).Min(j =>
            (problem.Alpha * Enumerable.Range(0, n).Sum(k => p[k] * Enumerable.Range(0, m).Min(l => Square(problem.Source.Cost[(i * n) + k] - problem.Target.Cost[(j * m) + l]))))
            + ((1 - problem.Alpha) * Row(problem, i)[j])));
    }

    /// <summary>Transport of a part: the gaps between the quantiles that each side can have, at the middle of every step.</summary>
    public static double Trimmed((double Value, double Mass)[] x, (double Value, double Mass)[] y, double part)
    {
        var left = 1 - part;
        double[] borders = [.. Steps(x).Concat(Steps(y)).SelectMany(at => new[] { at, at - left }).Append(0).Append(part).Where(at => at >= 0 && at <= part).Order()];
        return Enumerable.Range(0, borders.Length - 1).Sum(k =>
        {
            var at = (borders[k] + borders[k + 1]) / 2;
            var gap = Math.Max(0, Math.Max(Quantile(x, at) - Quantile(y, at + left), Quantile(y, at) - Quantile(x, at + left)));
            return (borders[k + 1] - borders[k]) * gap * gap;
        });
    }

    /// <summary>The cheapest part of one side, each mass at its distance to the nearest of the other.</summary>
    public static double Nearest((double Value, double Mass)[] x, (double Value, double Mass)[] y, double part)
    {
        return Cheapest(x.Select(a => (y.Min(b => Square(a.Value - b.Value)), a.Mass)), part);
    }

    /// <summary>All costs of a space with the masses of their pairs.</summary>
    public static (double Value, double Mass)[] Costs(MetricMeasureSpace space) =>
        [.. space.Cost.Select((value, at) => (value, space.Weights[at / space.Count] * space.Weights[at % space.Count]))];

    /// <summary>Partial, all costs: trimmed transport or the nearest costs.</summary>
    public static double OfMass(GromovWassersteinProblem problem, double mass)
    {
        var (x, y) = (Costs(problem.Source), Costs(problem.Target));
        return Math.Max(Trimmed(x, y, mass * mass), Math.Max(Nearest(x, y, mass * mass), Nearest(y, x, mass * mass)));
    }

    /// <summary>The exact cost of transport of a part, with a dummy point on either side that takes up the rest.</summary>
    public static double Exact((double Value, double Mass)[] x, (double Value, double Mass)[] y, double part)
    {
        var rest = 1 - part;
        double[] cost = [.. x.SelectMany(a => y.Select(b => Square(a.Value - b.Value)).Append(0)), .. y.Select(_ => 0.0), 1e6];
        return LinearTransport.Solve([.. x.Select(point => point.Mass), rest], [.. y.Select(point => point.Mass), rest], cost).Cost;
    }

    /// <summary>Unbalanced: the dual value of the nearest costs for the best of many numbers f, from either side.</summary>
    public static double OfPrices(GromovWassersteinProblem problem, double source, double target, double epsilon)
    {
        var (x, y) = (Costs(problem.Source), Costs(problem.Target));
        return Math.Max(Dual(x, y, source, target, epsilon), Dual(y, x, target, source, epsilon));
    }

    private static double Dual((double Value, double Mass)[] x, (double Value, double Mass)[] y, double price, double other, double epsilon)
    {
        var own = price + epsilon;
        (double Cost, double Mass)[] costs = [.. x.Select(a => (y.Min(b => Square(a.Value - b.Value)), a.Mass))];
        return Enumerable.Range(0, 2000).Max(k =>
        {
            var f = k * 0.005;
            return (own * costs.Sum(pair => pair.Mass * (1 - Math.Exp((f - pair.Cost) / own)))) + (other * (1 - Math.Exp(-f / other)));
        });
    }

    private static double Cheapest(IEnumerable<(double Cost, double Mass)> points, double part)
    {
        var (sum, left) = (0.0, part);
        foreach (var (cost, mass) in points.OrderBy(pair => pair.Cost))
        {
            sum += Math.Min(left, mass) * cost;
            left -= Math.Min(left, mass);
        }

        return sum;
    }

    private static double[] Row(GromovWassersteinProblem problem, int i) =>
        problem.FeatureCost is { } cost ? cost[(i * problem.Target.Count)..((i + 1) * problem.Target.Count)] : new double[problem.Target.Count];

    private static IEnumerable<double> Steps((double Value, double Mass)[] x)
    {
        var sum = 0.0;
        foreach (var (_, mass) in x.OrderBy(point => point.Value))
        {
            yield return sum += mass;
        }
    }

    private static double Quantile((double Value, double Mass)[] x, double at)
    {
        var sum = 0.0;
        foreach (var (value, mass) in x.OrderBy(point => point.Value))
        {
            sum += mass;
            if (sum >= at)
            {
                return value;
            }
        }

        return x.Max(point => point.Value);
    }

    private static double Square(double value) => value * value;
}
