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

    /// <summary>The largest share that was asked for.</summary>
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
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"no way that keeps the scores takes at most {MaxStorage:P1}; this is the smallest found"));
        }

        foreach (var trial in Chosen)
        {
            var rejected = Trials.Where(other => !other.Accepted && string.Equals(other.Item, trial.Item, StringComparison.Ordinal) && string.Equals(other.Structure, trial.Structure, StringComparison.Ordinal))
                .Select(other => string.Create(CultureInfo.InvariantCulture, $"{other.Correction} keeps {other.Retention:P1}, at least {other.LowerBound:P1}")).ToArray();
            var why = rejected.Length == 0 ? string.Empty : $" ({string.Join("; ", rejected)})";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"item {trial.Item}: {trial.Correction}, {trial.Bytes} bytes, keeps {trial.Retention:P1}, at least {trial.LowerBound:P1}{why}"));
        }

        return lines;
    }
}
