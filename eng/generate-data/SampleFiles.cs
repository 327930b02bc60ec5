using System.Text;

namespace GwSmm.SampleData;

/// <summary>The files of <c>examples/data</c>.</summary>
public static class SampleFiles
{
    private static readonly ItemDefinition[] Items =
        [Photosynthesis.Item, Respiration.Item, SeriesCircuit.Item, ParallelCircuit.Item, WaterCycle.Item, Lighthouse.Item];

    /// <summary>Creates every file, with the same bytes for the same options.</summary>
    /// <param name="options">How many responses; null for those of <c>examples/data</c>.</param>
    /// <returns>File names and contents, ASCII, lines ended by a line feed.</returns>
    public static IReadOnlyList<(string Name, string Text)> Create(SampleOptions? options = null)
    {
        options ??= new SampleOptions();
        var train = new List<SampleResponse>();
        var test = new List<SampleResponse>();
        for (var i = 0; i < Items.Length; i++)
        {
            // No response occurs twice, in particular not on both sides of the split; "I don't know" and the like may.
            var writer = new ResponseWriter(Items[i], new SplitMix((ulong)(options.Seed + i)));
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var responses = new List<SampleResponse>();
            while (responses.Count < options.Train + options.Test)
            {
                var response = writer.Next();
                if (seen.Add(response.Text))
                {
                    responses.Add(response);
                }
            }

            if (options.Noise > 0)
            {
                var rater = new SplitMix(~(ulong)(options.Seed + i));
                var highest = Items[i].MaxScore;
                responses = responses.ConvertAll(response => response.Misrated(options.Noise, rater, highest));
            }

            train.AddRange(responses.Take(options.Train));
            test.AddRange(responses.Skip(options.Train));
        }

        return
        [
            ("train.tsv", Scores(train)),
            ("test.tsv", Scores(test)),
            ("multilabel-train.tsv", Flags(train)),
            ("multilabel-test.tsv", Flags(test)),
        ];
    }

    private static string Scores(IEnumerable<SampleResponse> responses)
    {
        var text = new StringBuilder("Item\tText\tLabel\n");
        foreach (var response in responses)
        {
            text.Append($"{response.Item}\t{response.Text}\t{response.Score}\n");
        }

        return text.ToString();
    }

    private static string Flags(IEnumerable<SampleResponse> responses)
    {
        var text = new StringBuilder("Item\tText\tIdea1\tIdea2\tIdea3\tMisconception\n");
        foreach (var response in responses)
        {
            text.Append($"{response.Item}\t{response.Text}");
            foreach (var flag in response.Ideas.Append(response.Misconception))
            {
                text.Append(flag ? "\t1" : "\t0");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
