namespace GwSmm.OptimalTransport.Tests;

/// <summary>The objective by its definition, four nested loops.</summary>
internal static class NaiveGromovWasserstein
{
    public static double Objective(GromovWassersteinProblem problem, double[] plan)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var loss = new double[1];
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                for (var k = 0; plan[(i * m) + j] > 0 && k < n; k++)
                {
                    for (var l = 0; l < m; l++)
                    {
                        problem.Loss.Pointwise([problem.Source.Cost[(i * n) + k]], [problem.Target.Cost[(j * m) + l]], loss);
                        sum += loss[0] * plan[(i * m) + j] * plan[(k * m) + l];
                    }
                }
            }
        }

        return sum;
    }
}
