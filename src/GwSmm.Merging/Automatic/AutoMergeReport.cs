using System.Globalization;

namespace GwSmm.Merging;

/// <summary>What an automatic merge tried, what it took and why.</summary>
public sealed record AutoMergeReport
{
    /// <summary>Everything that was tried, in order.</summary>
    public required IReadOnlyList<AutoTrial> Trials { get; init; }

    /// <summary>The structure that was taken.</summary>
    public required string Structure { get; init; }

    /// <summary>The trial that decided for each item, in ascending order of the items; an item that stays alone has the correction "own encoder".</summary>
    public required IReadOnlyList<AutoTrial> Chosen { get; init; }

    /// <summary>Bytes of the artefact's weights as a share of the individual models'.</summary>
    public required double Storage { get; init; }

    /// <summary>The largest share that was asked for; it has no part in the choice.</summary>
    public required double MaxStorage { get; init; }

    /// <summary>Whether <see cref="Storage"/> is at most <see cref="MaxStorage"/>.</summary>
    public bool WithinStorage => Storage <= MaxStorage;

    /// <summary>Mean over the items of the share of the score kept on the validation responses.</summary>
    public double MeanRetention => Chosen.Average(trial => trial.Retention);

    /// <summary>Says in a few lines what was taken and why.</summary>
    /// <returns>Lines without a line break at the end.</returns>
    public IReadOnlyList<string> Explain()
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"{Structure}: {Storage:P1} of the individual models' bytes, {MeanRetention:P1} of their scores on the validation responses"),
        };
        if (!WithinStorage)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"no way that keeps the scores takes at most {MaxStorage:P1}; this is the smallest found, {100 * (Storage - MaxStorage):F1} percentage points above"));
        }

        foreach (var trial in Chosen)
        {
            string[] reasons = [.. Rejected(trial)];
            var why = reasons.Length == 0 ? string.Empty : $" ({string.Join("; ", reasons)})";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"item {trial.Item}: {trial.Correction}, {trial.Bytes} bytes, keeps {trial.Retention:P1}, at least {trial.LowerBound:P1}{why}"));
        }

        return lines;
    }

    private static string Describe(AutoTrial trial) =>
        string.Create(CultureInfo.InvariantCulture, $"{trial.Correction} keeps {trial.Retention:P1}, at least {trial.LowerBound:P1}");

    private IEnumerable<string> Rejected(AutoTrial chosen)
    {
        var ofItem = Trials.Where(trial => string.Equals(trial.Item, chosen.Item, StringComparison.Ordinal)).ToArray();
        var rejected = ofItem.Where(trial => !trial.Accepted && string.Equals(trial.Structure, chosen.Structure, StringComparison.Ordinal)).ToArray();
        if (rejected.Length > 0 || !string.Equals(chosen.Correction, AutoTrial.OwnEncoder, StringComparison.Ordinal))
        {
            return rejected.Select(Describe);
        }

        // Nothing of the structure that was taken says why the item is alone; the others do.
        return ofItem.Length == 0
            ? ["no shared encoder was tried for it: the groups leave it alone, or what others need takes too much already"]
            : ofItem.GroupBy(trial => trial.Structure, StringComparer.Ordinal).Select(Nearest);
    }

    private static string Nearest(IGrouping<string, AutoTrial> tried)
    {
        var nearest = tried.FirstOrDefault(trial => trial.Accepted) ?? tried.MaxBy(trial => (trial.Retention, trial.LowerBound))!;
        return $"{tried.Key}: {Describe(nearest)}{(nearest.Accepted ? ", but what the others need made the whole no smaller" : string.Empty)}";
    }
}
