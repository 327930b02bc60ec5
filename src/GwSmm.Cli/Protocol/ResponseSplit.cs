using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Cli;

/// <summary>Holds out training responses, class by class or, where they have several labels, set by set.</summary>
internal static class ResponseSplit
{
    private static readonly bool[] Values = [true, false];

    /// <summary>Splits the responses to one item.</summary>
    /// <param name="responses">The responses [n].</param>
    /// <param name="fraction">The share of each class to hold out, in [0, 0.5]; of a class, and of responses with and without a label, at least one stays to train on.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>Positions to train on and positions held out, each ascending.</returns>
    /// <exception cref="GwSmmException">Too few are left to train on.</exception>
    public static (int[] Fit, int[] Held) Of(ResponseSet responses, double fraction, ulong seed)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "validation of " + responses.Item));
        var held = responses.Kind == HeadKind.MultiClass ? OfClasses(responses, fraction, random) : OfSets(responses, fraction, random);
        int[] fit = [.. Enumerable.Range(0, responses.Count).Except(held)];
        return fit.Length >= ResponseSets.MinimumRows
            ? (fit, [.. held.Order()])
            : throw new GwSmmException($"Item '{responses.Item}' keeps {fit.Length} of {responses.Count} responses to train on after 'validation' took {held.Count}; training needs at least {ResponseSets.MinimumRows}. Lower 'validation' or add responses.");
    }

    private static List<int> OfClasses(ResponseSet responses, double fraction, DeterministicRandom random)
    {
        var held = new List<int>();
        foreach (var members in Enumerable.Range(0, responses.Count).GroupBy(i => responses.Classes[i]).OrderBy(group => group.Key).Select(group => group.ToArray()))
        {
            random.Shuffle(members.AsSpan());
            held.AddRange(members.Take(Math.Min(members.Length - 1, (int)Math.Round(fraction * members.Length))));
        }

        return held;
    }

    // Equal steps through the responses in the order of their sets take of each set, and so of each label, nearly its share.
    private static List<int> OfSets(ResponseSet responses, double fraction, DeterministicRandom random)
    {
        var labels = responses.Labels.Count;
        int[] rows = [.. Enumerable.Range(0, responses.Count)];
        random.Shuffle(rows.AsSpan());
        int[] sorted = [.. rows.OrderBy(row => string.Concat(Enumerable.Range(0, labels).Select(label => Has(row, label) ? '1' : '0')), StringComparer.Ordinal)];
        var count = (int)Math.Round(fraction * rows.Length);
        List<int> held = [.. Enumerable.Range(0, count).Select(step => sorted[(int)((step + 0.5) * rows.Length / count)])];
        foreach (var (label, value) in Enumerable.Range(0, labels).SelectMany(label => Values.Select(value => (label, value))))
        {
            int[] members = [.. rows.Where(row => Has(row, label) == value)];
            if (members.Length > 0 && Array.TrueForAll(members, held.Contains))
            {
                held.Remove(members[0]);
            }
        }

        return held;

        bool Has(int row, int label) => responses.Flags[(row * labels) + label];
    }
}
