namespace GwSmm.OptimalTransport.Tests;

/// <summary>The best matching of some points of two spaces of equally many, equally heavy points, by trying all.</summary>
internal static class NaivePartialMatching
{
    public static (double Value, double[] Plan) Best(GromovWassersteinProblem problem, int pairs)
    {
        var n = problem.Source.Count;
        var best = (Value: double.PositiveInfinity, Plan: System.Array.Empty<double>());
        Extend(problem, pairs, 0, new double[n * n], new bool[n], ref best);
        return best;
    }

    private static void Extend(GromovWassersteinProblem problem, int pairs, int row, double[] plan, bool[] taken, ref (double Value, double[] Plan) best)
    {
        var n = taken.Length;
        if (pairs == 0)
        {
            var value = NaiveGromovWasserstein.Objective(problem, plan);
            best = value < best.Value ? (value, [.. plan]) : best;
            return;
        }

        if (n - row > pairs)
        {
            Extend(problem, pairs, row + 1, plan, taken, ref best);
        }

        for (var j = 0; j < n; j++)
        {
            if (!taken[j])
            {
                (taken[j], plan[(row * n) + j]) = (true, 1.0 / n);
                Extend(problem, pairs - 1, row + 1, plan, taken, ref best);
                (taken[j], plan[(row * n) + j]) = (false, 0);
            }
        }
    }
}
