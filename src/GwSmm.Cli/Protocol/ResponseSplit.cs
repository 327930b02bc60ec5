using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Cli;

/// <summary>Holds out training responses, class by class.</summary>
internal static class ResponseSplit
{
    /// <summary>Splits the responses to one item.</summary>
    /// <param name="responses">The responses [n].</param>
    /// <param name="fraction">The share of each class to hold out, in [0, 0.5]; a class keeps at least one response to train on.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>Positions to train on and positions held out, each ascending.</returns>
    /// <exception cref="GwSmmException">Too few are left to train on.</exception>
    public static (int[] Fit, int[] Held) Of(ResponseSet responses, double fraction, ulong seed)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "validation of " + responses.Item));
        var held = new List<int>();
        foreach (var members in Enumerable.Range(0, responses.Count).GroupBy(i => responses.Classes[i]).OrderBy(group => group.Key).Select(group => group.ToArray()))
        {
            random.Shuffle(members.AsSpan());
            held.AddRange(members.Take(Math.Min(members.Length - 1, (int)Math.Round(fraction * members.Length))));
        }

        int[] fit = [.. Enumerable.Range(0, responses.Count).Except(held)];
        return fit.Length >= ResponseSets.MinimumRows
            ? (fit, [.. held.Order()])
            : throw new GwSmmException($"Item '{responses.Item}' keeps {fit.Length} of {responses.Count} responses to train on after 'validation' took {held.Count}; training needs at least {ResponseSets.MinimumRows}. Lower 'validation' or add responses.");
    }
}
