using System.Diagnostics;
using GwSmm.Encoders;
using GwSmm.Evaluation;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>How well, and how fast, a model scores responses.</summary>
/// <param name="Items">The quality by item.</param>
/// <param name="Right">Whether each response [n] is scored exactly right, by item; of several labels all must be right.</param>
/// <param name="MillisecondsPerResponse">Mean time per response, over all items.</param>
internal sealed record ScoredModel(IReadOnlyDictionary<string, ItemQuality> Items, IReadOnlyDictionary<string, bool[]> Right, double MillisecondsPerResponse)
{
    /// <summary>The mean kappa of the items, or, where classes are no numbers, the mean micro F1: what validation chooses by.</summary>
    public double Score => Items.Values.All(quality => quality.Qwk is not null) ? Items.Values.Average(quality => quality.Qwk!.Value) : Items.Values.Average(quality => quality.MicroF1);

    /// <summary>Scores responses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="responses">The responses by item.</param>
    /// <param name="threads">Threads to use; only the time depends on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ScoredModel Of(MergedModel model, IReadOnlyDictionary<string, ResponseSet> responses, int threads, CancellationToken cancellation)
    {
        var scorer = new MergedScorer(model, threads);
        foreach (var (item, set) in responses)
        {
            // Encoders are made ready at their first text; that is no part of the time per response.
            scorer.Features(item, [set.Texts[0]], cancellation);
        }

        var (items, right) = (new Dictionary<string, ItemQuality>(StringComparer.Ordinal), new Dictionary<string, bool[]>(StringComparer.Ordinal));
        var (clock, scored) = (new Stopwatch(), 0);
        foreach (var (item, set) in responses)
        {
            clock.Start();
            var probabilities = scorer.Probabilities(item, set.Texts, cancellation);
            clock.Stop();
            scored += set.Count;
            var (quality, outcomes) = Quality(model.HeadOf(item), set, probabilities);
            items.Add(item, quality);
            right.Add(item, outcomes);
        }

        return new ScoredModel(items, right, clock.Elapsed.TotalMilliseconds / scored);
    }

    /// <summary>The same but for some items, which are scored by another model; the time stays.</summary>
    /// <param name="items">The items.</param>
    /// <param name="other">The other model on the same responses.</param>
    public ScoredModel With(IReadOnlyCollection<string> items, ScoredModel other)
    {
        return this with { Items = Replaced(Items, other.Items), Right = Replaced(Right, other.Right) };

        Dictionary<string, T> Replaced<T>(IReadOnlyDictionary<string, T> own, IReadOnlyDictionary<string, T> others) =>
            own.ToDictionary(pair => pair.Key, pair => items.Contains(pair.Key, StringComparer.Ordinal) ? others[pair.Key] : pair.Value, StringComparer.Ordinal);
    }

    private static (ItemQuality Quality, bool[] Right) Quality(ScoringHead head, ResponseSet set, float[] probabilities)
    {
        var labels = head.Labels.Count;
        if (head.Kind == HeadKind.MultiLabel)
        {
            bool[] flags = [.. probabilities.Select((probability, i) => probability >= head.Thresholds[i % labels])];
            var expected = Align(head, set);
            bool[] matches = [.. Enumerable.Range(0, set.Count).Select(row => expected.AsSpan(row * labels, labels).SequenceEqual(flags.AsSpan(row * labels, labels)))];
            return (ItemQuality.OfLabels(expected, flags, probabilities, labels), matches);
        }

        var at = set.Labels.Select(label => head.Labels.ToList().IndexOf(label)).ToArray();
        int[] actual = [.. set.Classes.Select(c => at[c])];
        int[] predicted = [.. Enumerable.Range(0, set.Count).Select(i => HeadPredictor.ClassOf(head, probabilities.AsSpan(i * labels, labels)))];
        return (ItemQuality.OfClasses(actual, predicted, probabilities, labels, OrdinalLabels.Values(head.Labels)), [.. actual.Zip(predicted, (a, p) => a == p)]);
    }

    // [n, labels of the head].
    private static bool[] Align(ScoringHead head, ResponseSet set)
    {
        int[] at = [.. head.Labels.Select(label => set.Labels.ToList().IndexOf(label))];
        return [.. Enumerable.Range(0, set.Count).SelectMany(row => at.Select(label => label >= 0 && set.Flags[(row * set.Labels.Count) + label]))];
    }
}
