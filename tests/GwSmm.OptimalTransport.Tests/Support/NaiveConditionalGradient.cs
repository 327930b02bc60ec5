namespace GwSmm.OptimalTransport.Tests;

/// <summary>
/// The conditional-gradient method straight from the definition: four nested loops for objective and gradient, a fresh linear problem
/// each step, the step from three points of the parabola.
/// </summary>
internal static class NaiveConditionalGradient
{
    public static double Objective(GromovWassersteinProblem problem, double[] plan)
    {
        var structure = NaiveGromovWasserstein.Objective(problem, plan);
        return problem.FeatureCost is null
            ? structure
            : ((1 - problem.Alpha) * problem.FeatureCost.Zip(plan, (m, t) => m * t).Sum()) + (problem.Alpha * structure);
    }

    /// <summary>Takes steps until the objective falls by less than 1e-9 or 1e-9 of it.</summary>
    public static List<double> Trace(GromovWassersteinProblem problem, bool semiRelaxed)
    {
        var plan = problem.InitialPlan ?? [.. problem.Source.Weights.SelectMany(p =>
            problem.Target.Weights.Select(q => p * (semiRelaxed ? 1.0 / problem.Target.Count : q)))];
        var trace = new List<double> { Objective(problem, plan) };
        for (var iteration = 0; iteration < 1000; iteration++)
        {
            var gradient = Gradient(problem, plan);
            var vertex = semiRelaxed ? BestRows(problem, gradient) : LinearTransport.Solve(problem.Source.Weights, problem.Target.Weights, gradient).Plan;
            var (start, end) = (trace[^1], Objective(problem, vertex));
            var middle = Objective(problem, Mix(plan, vertex, 0.5));
            var linear = (4 * middle) - end - (3 * start);
            var quadratic = (2 * end) + (2 * start) - (4 * middle);
            var step = quadratic > 0 ? Math.Clamp(-linear / (2 * quadratic), 0, 1) : quadratic + linear < 0 ? 1 : 0;
            plan = Mix(plan, vertex, step);
            trace.Add(Objective(problem, plan));
            var change = Math.Abs(trace[^1] - start);
            if (change < 1e-9 || change < 1e-9 * Math.Abs(trace[^1]))
            {
                break;
            }
        }

        return trace;
    }

    public static double[] Mix(double[] a, double[] b, double step) => [.. a.Zip(b, (x, y) => ((1 - step) * x) + (step * y))];

    private static double[] Gradient(GromovWassersteinProblem problem, double[] plan)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var (c1, c2) = (problem.Source.Cost, problem.Target.Cost);
        var gradient = new double[n * m];
        var loss = new double[2];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                {
                    for (var l = 0; l < m; l++)
                    {
                        problem.Loss.Pointwise([c1[(i * n) + k], c1[(k * n) + i]], [c2[(j * m) + l], c2[(l * m) + j]], loss);
                        sum += (loss[0] + loss[1]) * plan[(k * m) + l];
                    }
                }

                gradient[(i * m) + j] = ((1 - problem.Alpha) * (problem.FeatureCost?[(i * m) + j] ?? 0)) + (problem.Alpha * sum);
            }
        }

        return gradient;
    }

    private static double[] BestRows(GromovWassersteinProblem problem, double[] gradient)
    {
        var m = problem.Target.Count;
        var vertex = new double[gradient.Length];
        for (var i = 0; i < problem.Source.Count; i++)
        {
            var best = Enumerable.Range(0, m).MinBy(j => gradient[(i * m) + j]);
            vertex[(i * m) + best] = problem.Source.Weights[i];
        }

        return vertex;
    }
}
