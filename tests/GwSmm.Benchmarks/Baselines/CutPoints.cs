namespace GwSmm.Benchmarks.Baselines;

/// <summary>Cut points that turn a real-valued prediction into an ordered class, chosen for quadratic weighted kappa.</summary>
internal static class CutPoints
{
    private const int Candidates = 100;
    private const int Sweeps = 3;

    /// <summary>Coordinate search over quantiles of the predictions, from cuts that reproduce the class shares.</summary>
    /// <param name="predictions">Real-valued predictions [n].</param>
    /// <param name="classes">True classes [n], 0-based.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <returns>Ascending cut points, one fewer than classes.</returns>
    public static double[] Fit(double[] predictions, int[] classes, int classCount)
    {
        var sorted = predictions.Order().ToArray();
        var cuts = Enumerable.Range(1, classCount - 1)
            .Select(c => sorted[Math.Min(sorted.Length - 1, classes.Count(y => y < c))])
            .ToArray();
        var grid = Enumerable.Range(0, Candidates).Select(i => sorted[(int)((sorted.Length - 1) * (i + 0.5) / Candidates)]).ToArray();
        var best = Kappa(cuts);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var j = 0; j < cuts.Length; j++)
            {
                foreach (var candidate in grid)
                {
                    var trial = (double[])cuts.Clone();
                    trial[j] = candidate;
                    Array.Sort(trial);
                    var kappa = Kappa(trial);
                    if (kappa > best)
                    {
                        (best, cuts) = (kappa, trial);
                    }
                }
            }
        }

        return cuts;

        double Kappa(double[] trial) => Evaluation.QuadraticWeightedKappa.Compute(classes, Apply(predictions, trial), classCount);
    }

    /// <summary>Assigns classes.</summary>
    /// <param name="predictions">Real-valued predictions [n].</param>
    /// <param name="cuts">Ascending cut points.</param>
    /// <returns>The number of cut points at or below each prediction [n].</returns>
    public static int[] Apply(double[] predictions, double[] cuts) => [.. predictions.Select(p => cuts.Count(cut => p >= cut))];
}
