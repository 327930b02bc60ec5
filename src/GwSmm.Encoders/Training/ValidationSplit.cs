using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>Splits responses into training and validation rows, each class in proportion.</summary>
internal static class ValidationSplit
{
    /// <summary>Splits.</summary>
    /// <param name="responses">The responses.</param>
    /// <param name="fraction">Share of every class (multi-label: of all rows) held out, rounded; a class always keeps a training row.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <returns>Row numbers of both parts, ascending.</returns>
    public static (int[] Training, int[] Validation) Make(ResponseSet responses, double fraction, ulong seed)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "validation split"));
        var validation = new List<int>();
        var rows = Enumerable.Range(0, responses.Count);
        var strata = responses.Kind == HeadKind.MultiClass ? rows.GroupBy(row => responses.Classes[row]).OrderBy(group => group.Key) : rows.GroupBy(_ => 0);
        foreach (var stratum in strata)
        {
            var members = stratum.ToArray();
            random.Shuffle<int>(members);
            var held = Math.Min(members.Length - 1, (int)Math.Round(fraction * members.Length, MidpointRounding.AwayFromZero));
            validation.AddRange(members.AsSpan(0, held));
        }

        validation.Sort();
        var isHeld = validation.ToHashSet();
        return ([.. rows.Where(row => !isHeld.Contains(row))], [.. validation]);
    }
}
