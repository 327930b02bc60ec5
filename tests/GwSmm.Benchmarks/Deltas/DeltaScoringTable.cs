using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Deltas;

/// <summary>
/// What an item's delta costs while scoring, and what further heads cost, by processor time of one thread: right also on a machine that others
/// use. Passes with and without a delta take turns, and the best of each counts.
/// </summary>
internal static class DeltaScoringTable
{
    private const int Texts = 32;
    private const int Tokens = 64;
    private const int HeadCalls = 2000;
    private const int Rounds = 5;

    private static readonly (string Name, EncoderConfig Config)[] Shapes =
    [
        ("mini, 4 x 256", EncoderConfig.Mini(8000)),
        ("MiniLM, 6 x 384", EncoderConfig.Mini(8000) with { LayerCount = 6, HiddenSize = 384, HeadCount = 12, IntermediateSize = 1536 }),
    ];

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        Console.WriteLine($"{Texts} texts of {Tokens} tokens, one thread, best of {Rounds} rounds, processor time.");
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
        var passes = new List<(string Name, Action Run)>
        {
            ("shared encoder", () => Score(shared)),
        };
        foreach (var (kind, delta) in Deltas(weights, individual))
        {
            var corrected = shared.WithDelta(delta);
            passes.Add(($"{kind} delta", () => Score(corrected)));
        }

        var best = Enumerable.Repeat(double.MaxValue, passes.Count).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < passes.Count; i++)
            {
                var before = Environment.CpuUsage.TotalTime;
                passes[i].Run();

                // The first round compiles.
                best[i] = round == 0 ? best[i] : Math.Min(best[i], (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            }
        }

        // Heads by themselves, since all of them take less than the noise of a pass.
        var encoded = shared.Encode(sequences, features);
        var start = Environment.CpuUsage.TotalTime;
        for (var k = 0; k < HeadCalls; k++)
        {
            HeadPredictor.Probabilities(head, encoded);
        }

        var one = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / HeadCalls;
        Console.WriteLine(FormattableString.Invariant($"| {name} | a head on the features of a pass | {one:F3} | {one / best[0]:F5} |"));
        for (var i = 0; i < passes.Count; i++)
        {
            Console.WriteLine(FormattableString.Invariant($"| {name} | {passes[i].Name} | {best[i]:F1} | {best[i] / best[0]:F3} |"));
        }

        void Score(BertEncoder encoder) => HeadPredictor.Probabilities(head, encoder.Encode(sequences, features));
    }

    private static IEnumerable<(string Name, EncoderDelta Delta)> Deltas(EncoderWeights shared, EncoderWeights individual)
    {
        foreach (var kind in Enum.GetValues<DeltaKind>())
        {
            yield return (kind.ToString(), DeltaBuilder.Build(shared, individual, new DeltaOptions { Kind = kind, HalfPrecision = kind == DeltaKind.Dense }));
        }

        yield return ("Sign, a tenth kept,", DeltaBuilder.Build(shared, individual, new DeltaOptions { Kind = DeltaKind.Sign, Density = 0.1 }));
        yield return ("EMR mask", new EmrMerge().Merge(new MergeInput(["a"], [individual], shared)).Deltas["a"]);
    }

    private static EncoderWeights Perturbed(EncoderWeights weights, DeterministicRandom random)
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
