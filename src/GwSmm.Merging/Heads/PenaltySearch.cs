using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Chooses the penalty by stratified cross-validation along a path from the largest to the smallest, each fit starting at the last one.</summary>
internal static class PenaltySearch
{
    // Held-out loss does not need the gradient as small as the final fit does.
    private const double FoldTolerance = 1e-5;

    /// <summary>Fits.</summary>
    /// <param name="design">The features.</param>
    /// <param name="targets">Classes [n]; 0 and 1 where <paramref name="classes"/> is 1.</param>
    /// <param name="classes">Rows of the head; 1 for binary.</param>
    /// <param name="name">Names the item (and label): its folds are its own.</param>
    /// <param name="options">Grid, folds, seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fit on all rows with the chosen penalty.</returns>
    public static LogisticFit Fit(PrincipalDesign design, int[] targets, int classes, string name, HeadRefitOptions options, CancellationToken cancellationToken)
    {
        var grid = options.Penalty is { } only ? [only] : Grid(options);
        var losses = options.Penalty is null ? CrossValidate(design, targets, classes, name, grid, options, cancellationToken) : [double.NaN];
        var best = 0;
        for (var g = 1; g < grid.Length; g++)
        {
            if (losses[g] < losses[best])
            {
                best = g;
            }
        }

        var problem = new LogisticProblem(design.Scores, targets, design.AxisCount, classes);
        var parameters = new double[problem.ParameterCount];
        var (iterations, converged) = QuasiNewton.Minimize(problem, design.Variances, grid[best], parameters, options.Tolerance, options.MaxIterations, cancellationToken);
        return new LogisticFit(parameters, grid[best], losses[best], iterations, converged);
    }

    /// <summary>The logits that each response gets from the fit on the other folds.</summary>
    /// <param name="design">The features.</param>
    /// <param name="targets">Classes [n]; 0 and 1 where <paramref name="classes"/> is 1.</param>
    /// <param name="classes">Rows of the head; 1 for binary.</param>
    /// <param name="name">Names the item (and label), as for <see cref="Fit"/>: the folds are the same.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="options">Folds, seed, threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[n, classes]; NaN for a response that is in no fold.</returns>
    public static double[] HeldOutLogits(
        PrincipalDesign design, int[] targets, int classes, string name, double penalty, HeadRefitOptions options, CancellationToken cancellationToken)
    {
        var folds = Folds(targets, options.Folds, DeterministicRandom.Derive(options.Seed, "folds of " + name));
        var result = new double[targets.Length * classes];
        Array.Fill(result, double.NaN);
        Parallel.For(0, options.Folds, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, fold =>
        {
            int[] test = [.. Enumerable.Range(0, targets.Length).Where(i => folds[i] == fold)];
            int[] train = [.. Enumerable.Range(0, targets.Length).Where(i => folds[i] != fold)];
            if (test.Length == 0)
            {
                return;
            }

            var training = Rows(design, targets, train, classes);
            var parameters = new double[training.ParameterCount];
            QuasiNewton.Minimize(training, design.Variances, penalty, parameters, Math.Max(FoldTolerance, options.Tolerance), options.MaxIterations, cancellationToken);
            var logits = Rows(design, targets, test, classes).LogitsOf(parameters);
            for (var i = 0; i < test.Length; i++)
            {
                logits.AsSpan(i * classes, classes).CopyTo(result.AsSpan(test[i] * classes));
            }
        });
        return result;
    }

    /// <summary>Spreads each class evenly over folds; the only response of a class is in none, so that it is always trained on.</summary>
    /// <param name="targets">Classes [n].</param>
    /// <param name="folds">The number of folds.</param>
    /// <param name="seed">Decides who falls where.</param>
    /// <returns>The fold of each response [n], or -1.</returns>
    internal static int[] Folds(int[] targets, int folds, ulong seed)
    {
        var random = new DeterministicRandom(seed);
        var result = new int[targets.Length];
        var next = 0;
        foreach (var target in targets.Distinct().Order())
        {
            int[] members = [.. Enumerable.Range(0, targets.Length).Where(i => targets[i] == target)];
            random.Shuffle(members.AsSpan());
            foreach (var member in members)
            {
                result[member] = members.Length == 1 ? -1 : next++ % folds;
            }
        }

        return result;
    }

    // From the largest penalty to the smallest.
    private static double[] Grid(HeadRefitOptions options)
    {
        var (low, high) = (Math.Log(options.MinPenalty), Math.Log(options.MaxPenalty));
        return [.. Enumerable.Range(0, options.PenaltyCount).Select(g => options.PenaltyCount == 1 ? options.MaxPenalty : Math.Exp(high + (g * (low - high) / (options.PenaltyCount - 1))))];
    }

    private static double[] CrossValidate(PrincipalDesign design, int[] targets, int classes, string name, double[] grid, HeadRefitOptions options, CancellationToken cancellationToken)
    {
        var folds = Folds(targets, options.Folds, DeterministicRandom.Derive(options.Seed, "folds of " + name));
        var sums = new double[options.Folds][];
        Parallel.For(0, options.Folds, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, fold =>
            sums[fold] = HoldOut(design, targets, classes, folds, fold, grid, options, cancellationToken));
        var held = Math.Max(1, folds.Count(fold => fold >= 0));
        return [.. grid.Select((_, g) => sums.Sum(sum => sum[g]) / held)];
    }

    private static double[] HoldOut(
        PrincipalDesign design, int[] targets, int classes, int[] folds, int fold, double[] grid, HeadRefitOptions options, CancellationToken cancellationToken)
    {
        int[] test = [.. Enumerable.Range(0, targets.Length).Where(i => folds[i] == fold)];
        int[] train = [.. Enumerable.Range(0, targets.Length).Where(i => folds[i] != fold)];
        var sums = new double[grid.Length];
        if (test.Length == 0)
        {
            return sums;
        }

        var training = Rows(design, targets, train, classes);
        var testing = Rows(design, targets, test, classes);
        var parameters = new double[training.ParameterCount];
        for (var g = 0; g < grid.Length; g++)
        {
            QuasiNewton.Minimize(training, design.Variances, grid[g], parameters, Math.Max(FoldTolerance, options.Tolerance), options.MaxIterations, cancellationToken);
            sums[g] = testing.LogLoss(parameters) * test.Length;
        }

        return sums;
    }

    private static LogisticProblem Rows(PrincipalDesign design, int[] targets, int[] rows, int classes)
    {
        var axes = design.AxisCount;
        var scores = new double[rows.Length * axes];
        for (var i = 0; i < rows.Length; i++)
        {
            design.Scores.AsSpan(rows[i] * axes, axes).CopyTo(scores.AsSpan(i * axes));
        }

        return new LogisticProblem(scores, [.. rows.Select(row => targets[row])], axes, classes);
    }
}
