using System.Globalization;

namespace GwSmm.Encoders;

/// <summary>Class labels that are numbers in ascending order.</summary>
public static class OrdinalLabels
{
    /// <summary>Reads labels as numbers.</summary>
    /// <param name="labels">The labels [c].</param>
    /// <returns>Their values [c]; null where one is no finite number or they do not ascend.</returns>
    public static double[]? Values(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var values = new double[labels.Count];
        for (var c = 0; c < values.Length; c++)
        {
            if (!double.TryParse(labels[c], NumberStyles.Float, CultureInfo.InvariantCulture, out values[c]) || !double.IsFinite(values[c]) || (c > 0 && values[c] <= values[c - 1]))
            {
                return null;
            }
        }

        return values;
    }

    /// <summary>Checks cut points.</summary>
    /// <param name="kind">The kind of the head.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="cutPoints">The cut points, at least one.</param>
    /// <returns>The values of the labels, and what is wrong; null where nothing is.</returns>
    internal static (double[] Values, string? Problem) Check(HeadKind kind, IReadOnlyList<string> labels, IReadOnlyList<float> cutPoints)
    {
        if (kind != HeadKind.MultiClass || Values(labels) is not { } values)
        {
            return ([], $"Cut points belong to multi-class heads whose labels are ascending numbers; this one is {kind} with the labels {string.Join(", ", labels)}.");
        }

        var ascending = cutPoints.Count == labels.Count - 1 && cutPoints.All(float.IsFinite) && cutPoints.Zip(cutPoints.Skip(1)).All(pair => pair.First <= pair.Second);
        return (values, ascending ? null : $"The cut points are [{string.Join(", ", cutPoints)}]; expected {labels.Count - 1} finite numbers in ascending order for {labels.Count} labels.");
    }
}
