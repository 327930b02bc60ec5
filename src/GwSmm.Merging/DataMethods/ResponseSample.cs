using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Draws some of an item's responses by seed.</summary>
internal static class ResponseSample
{
    /// <summary>Draws.</summary>
    /// <param name="context">Responses and seed.</param>
    /// <param name="item">The item.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Token numbers, in the order of the context.</returns>
    public static int[][] Draw(MergeContext context, string item, int count)
    {
        var all = context.Sequences[item];
        if (all.Length <= count)
        {
            return all;
        }

        int[] rows = [.. Enumerable.Range(0, all.Length)];
        new DeterministicRandom(DeterministicRandom.Derive(context.Seed, "responses of " + item)).Shuffle(rows.AsSpan());
        return [.. rows.Take(count).Order().Select(row => all[row])];
    }
}
