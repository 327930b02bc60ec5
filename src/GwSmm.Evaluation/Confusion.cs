namespace GwSmm.Evaluation;

/// <summary>Counts pairs of actual and predicted classes.</summary>
internal static class Confusion
{
    /// <summary>Counts.</summary>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="predicted">Predicted class indices [n].</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>[classes, classes], rows are actual classes.</returns>
    public static int[] Count(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (actual.Length != predicted.Length)
        {
            throw new ArgumentException($"There are {actual.Length} actual and {predicted.Length} predicted classes; expected as many of each.", nameof(predicted));
        }

        if (actual.IsEmpty)
        {
            throw new ArgumentException("There are no responses to evaluate; expected at least one.", nameof(actual));
        }

        var counts = new int[classes * classes];
        for (var i = 0; i < actual.Length; i++)
        {
            Check(actual[i], i, classes, "actual");
            Check(predicted[i], i, classes, "predicted");
            counts[(actual[i] * classes) + predicted[i]]++;
        }

        return counts;
    }

    private static void Check(int value, int position, int classes, string which)
    {
        if ((uint)value >= (uint)classes)
        {
            throw new ArgumentException($"The {which} class at position {position} is {value}; expected 0 to {classes - 1}.", which);
        }
    }
}
