namespace GwSmm.Evaluation;

/// <summary>
/// Cohen's kappa with quadratic weights (Cohen, 1968): 1 - sum w O / sum w E, where w_ij is the squared difference of two scores,
/// O the observed counts and E the counts expected from the marginals. 1 is perfect agreement, 0 that of chance. Thread-safe.
/// </summary>
/// <remarks>
/// Where every actual and every predicted score is one and the same, no disagreement is expected and none is found: the result is 1
/// (scikit-learn gives NaN). Where one side is constant and the other is not, the result is 0.
/// </remarks>
public static class QuadraticWeightedKappa
{
    /// <summary>Kappa where the class indices themselves are the scores.</summary>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="predicted">Predicted class indices [n].</param>
    /// <param name="classes">The number of classes, at least 1; classes that do not occur change nothing.</param>
    /// <returns>Kappa, at most 1.</returns>
    /// <exception cref="ArgumentException">No responses, different lengths, or an index out of range.</exception>
    public static double Compute(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        var values = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            values[c] = c;
        }

        return Compute(actual, predicted, values);
    }

    /// <summary>Kappa where every class has a numeric score, which need not be evenly spaced, such as 0, 1, 4.</summary>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="predicted">Predicted class indices [n].</param>
    /// <param name="values">The score of each class [classes], finite.</param>
    /// <returns>Kappa, at most 1.</returns>
    /// <exception cref="ArgumentException">No responses, different lengths, an index out of range, or a score that is not finite.</exception>
    public static double Compute(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, ReadOnlySpan<double> values)
    {
        var classes = values.Length;
        for (var c = 0; c < classes; c++)
        {
            if (!double.IsFinite(values[c]))
            {
                throw new ArgumentException($"The score of class {c} is {values[c]}; expected a finite number.", nameof(values));
            }
        }

        var counts = Confusion.Count(actual, predicted, classes);
        var rows = new long[classes];
        var columns = new long[classes];
        for (var i = 0; i < classes; i++)
        {
            for (var j = 0; j < classes; j++)
            {
                rows[i] += counts[(i * classes) + j];
                columns[j] += counts[(i * classes) + j];
            }
        }

        var observed = 0.0;
        var expected = 0.0;
        for (var i = 0; i < classes; i++)
        {
            for (var j = 0; j < classes; j++)
            {
                var difference = values[i] - values[j];
                var weight = difference * difference;
                observed += weight * counts[(i * classes) + j];
                expected += weight * ((double)rows[i] * columns[j] / actual.Length);
            }
        }

        return expected == 0 ? 1 : 1 - (observed / expected);
    }
}
