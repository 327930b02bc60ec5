using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>Makes the couplings that solvers start from.</summary>
internal static class StartingCoupling
{
    private const double WeightTolerance = 1e-12;

    /// <summary>Point i with point i.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The coupling [n, n].</returns>
    /// <exception cref="GwSmmException">The spaces have not as many points with the same weights.</exception>
    public static double[] Identity(GromovWassersteinProblem problem)
    {
        var (p, q) = (problem.Source.Weights, problem.Target.Weights);
        if (p.Length != q.Length)
        {
            throw new GwSmmException(
                $"The identity start matches point i with point i, but the source has {p.Length} points and the target {q.Length}. Use spaces of the same points in the same order, or another start.");
        }

        var plan = new double[p.Length * p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            if (!(Math.Abs(p[i] - q[i]) <= WeightTolerance))
            {
                throw new GwSmmException(
                    $"The identity start matches point i with point i, but point {i + 1} weighs {p[i]} in the source and {q[i]} in the target. Use equal weights or another start.");
            }

            plan[(i * p.Length) + i] = p[i];
        }

        return plan;
    }

    /// <summary>A random vertex: the north-west corner rule on shuffled orders.</summary>
    /// <param name="problem">The problem, without points of weight 0.</param>
    /// <param name="random">The source of the orders.</param>
    /// <returns>The coupling [n, m].</returns>
    public static double[] RandomVertex(SupportedProblem problem, DeterministicRandom random)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var rows = Shuffled(n, random);
        var columns = Shuffled(m, random);
        var supply = new long[n];
        var demand = new long[m];
        var unit = TransportMasses.Fill(problem.Source.Weights, problem.Target.Weights, supply, demand);
        var plan = new double[n * m];
        int i = 0, j = 0;
        while (i < n && j < m)
        {
            var (row, column) = (rows[i], columns[j]);
            var flow = Math.Min(supply[row], demand[column]);
            plan[(row * m) + column] = flow * unit;
            supply[row] -= flow;
            demand[column] -= flow;
            i += supply[row] == 0 ? 1 : 0;
            j += demand[column] == 0 ? 1 : 0;
        }

        return plan;
    }

    private static int[] Shuffled(int count, DeterministicRandom random)
    {
        var order = new int[count];
        for (var k = 0; k < count; k++)
        {
            order[k] = k;
        }

        random.Shuffle(order.AsSpan());
        return order;
    }
}
