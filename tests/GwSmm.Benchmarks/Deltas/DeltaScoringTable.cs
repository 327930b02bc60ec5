using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Deltas;

/// <summary>
/// What an item's delta costs while scoring, and what further heads cost, by processor time of one thread, since others may use the machine. A
/// pass without a delta stands before each pass with one, and the median of their ratios counts, since caches are shared as well.
/// </summary>
internal static class DeltaScoringTable
{
    private const int Texts = 32;
    private const int Tokens = 64;
    private const int HeadCalls = 2000;
    private const int Rounds = 9;

    internal static readonly (string Name, EncoderConfig Config)[] Shapes =
    [
        ("mini, 4 x 256", EncoderConfig.Mini(8000)),
        ("MiniLM, 6 x 384", EncoderConfig.Mini(8000) with { LayerCount = 6, HiddenSize = 384, HeadCount = 12, IntermediateSize = 1536 }),
    ];

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        Console.WriteLine($"{Texts} texts of {Tokens} tokens, one thread, processor time; medians of {Rounds} rounds.");
        Console.WriteLine();
        Console.WriteLine("| encoder | pass of | ms | times the shared pass |");
        Console.WriteLine("| --- | --- | ---: | ---: |");
        foreach (var (name, config) in Shapes)
        {
            PrintShape(name, config);
        }
    }

    private static void PrintShape(string name, EncoderConfig config)
    {
        var random = new DeterministicRandom(1);
        var vocabulary = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "benchmark");
        var weights = BaseEncoder.Create(config, vocabulary, 1).Weights;
        var individual = Perturbed(weights, random);
        int[][] sequences = [.. Enumerable.Range(0, Texts).Select(_ => Enumerable.Range(0, Tokens).Select(_ => random.Next(config.VocabularySize)).ToArray())];
        var features = new FeatureOptions();
        var shared = new BertEncoder(config, weights);
        var head = new ScoringHead(HeadKind.MultiClass, ["0", "1", "2", "3"], new float[4 * config.HiddenSize], new float[4]);
        Score(shared);
        var shares = new List<double>();
        foreach (var (kind, delta) in Deltas(weights, individual))
        {
            var corrected = shared.WithDelta(delta);
            Score(corrected);
            (double Shared, double Own)[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => (Time(() => Score(shared)), Time(() => Score(corrected))))];
            shares.AddRange(rounds.Select(round => round.Shared));
            Console.WriteLine(FormattableString.Invariant($"| {name} | {kind} delta | {Median(rounds.Select(round => round.Own)):F1} | {Median(rounds.Select(round => round.Own / round.Shared)):F3} |"));
        }

        // Heads by themselves, since all of them take less than the noise of a pass.
        var encoded = shared.Encode(sequences, features);
        var one = Time(() =>
        {
            for (var k = 0; k < HeadCalls; k++)
            {
                HeadPredictor.Probabilities(head, encoded);
            }
        }) / HeadCalls;
        Console.WriteLine(FormattableString.Invariant($"| {name} | shared encoder | {Median(shares):F1} | 1 |"));
        Console.WriteLine(FormattableString.Invariant($"| {name} | a further head on its features | {one:F3} | {one / Median(shares):F5} |"));

        void Score(BertEncoder encoder) => HeadPredictor.Probabilities(head, encoder.Encode(sequences, features));
    }

    internal static double Time(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    internal static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static IEnumerable<(string Name, EncoderDelta Delta)> Deltas(EncoderWeights shared, EncoderWeights individual)
    {
        foreach (var kind in Enum.GetValues<DeltaKind>())
        {
            yield return (kind.ToString(), DeltaBuilder.Build(shared, individual, new DeltaOptions { Kind = kind, HalfPrecision = kind == DeltaKind.Dense }));
        }

        yield return ("Sign, a tenth kept,", DeltaBuilder.Build(shared, individual, new DeltaOptions { Kind = DeltaKind.Sign, Density = 0.1 }));
        yield return ("EMR mask", new EmrMerge().Merge(new MergeInput(["a"], [individual], shared)).Deltas["a"]);
    }

    internal static EncoderWeights Perturbed(EncoderWeights weights, DeterministicRandom random)
    {
        var result = weights.Clone();
        foreach (var tensor in result.Tensors)
        {
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += 0.001f * (float)random.NextGaussian();
            }
        }

        return result;
    }
}
