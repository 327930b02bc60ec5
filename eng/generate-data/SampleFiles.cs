using System.Text;

namespace GwSmm.SampleData;

/// <summary>The files of <c>examples/data</c>.</summary>
public static class SampleFiles
{
    private const int TrainPerItem = 200;
    private const int TestPerItem = 60;

    private static readonly ItemDefinition[] Items =
        [Photosynthesis.Item, Respiration.Item, SeriesCircuit.Item, ParallelCircuit.Item, WaterCycle.Item, Lighthouse.Item];

    /// <summary>Creates every file, always with the same bytes.</summary>
    /// <returns>File names and contents, ASCII, lines ended by a line feed.</returns>
    public static IReadOnlyList<(string Name, string Text)> Create()
    {
        var train = new List<SampleResponse>();
        var test = new List<SampleResponse>();
        for (var i = 0; i < Items.Length; i++)
        {
            // No response occurs twice, in particular not on both sides of the split; "I don't know" and the like may.
            var writer = new ResponseWriter(Items[i], new SplitMix((ulong)(1000 + i)));
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var responses = new List<SampleResponse>();
            while (responses.Count < TrainPerItem + TestPerItem)
            {
                var response = writer.Next();
                if (seen.Add(response.Text))
                {
                    responses.Add(response);
                }
            }

            train.AddRange(responses.Take(TrainPerItem));
            test.AddRange(responses.Skip(TrainPerItem));
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
