using System.Diagnostics;
using GwSmm.Benchmarks.Deltas;
using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Merging;

/// <summary>How long methods that learn from responses take to merge three mini models: random weights near a common base, random tokens.</summary>
internal static class ResponseMergeTable
{
    private const int Responses = 500;
    private const int Tokens = 64;
    private const int Rounds = 3;

    private static readonly string[] Items = ["A", "B", "C"];

    /// <summary>Prints a Markdown table of the least of three times.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="methods">Names of methods.</param>
    public static void Print(int threads, IReadOnlyList<string> methods)
    {
        var config = EncoderConfig.Mini(8000);
        var shared = BaseEncoder.Create(config, Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "benchmark"), 1).Weights;
        EncoderWeights[] models = [.. Items.Select((_, number) => DeltaScoringTable.Perturbed(shared, new DeterministicRandom((ulong)number)))];
        var random = new DeterministicRandom(7);
        var sequences = Items.ToDictionary(
            item => item,
            _ => Enumerable.Range(0, Responses).Select(_ => Enumerable.Range(0, Tokens).Select(_ => random.Next(config.VocabularySize)).ToArray()).ToArray(),
            StringComparer.Ordinal);
        var heads = Items.ToDictionary(item => item, _ => new ScoringHead(HeadKind.MultiClass, ["0", "1", "2"], new float[3 * config.HiddenSize], new float[3]), StringComparer.Ordinal);
        var input = new MergeInput(Items, models, shared, new MergeContext(config, new FeatureOptions(), sequences, heads, threads));
        Console.WriteLine($"Three mini models, {Responses} responses of {Tokens} tokens each, {threads} threads, the least of {Rounds} times.");
        Console.WriteLine();
        Console.WriteLine("| method | clock, s | processor time, s |");
        Console.WriteLine("| --- | ---: | ---: |");
        foreach (var name in methods)
        {
            var method = MergeMethods.Create(name, seed: 1);
            var (least, processor) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                method.Merge(input);
                least = Math.Min(least, clock.Elapsed.TotalSeconds);
                processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }

            Console.WriteLine(FormattableString.Invariant($"| `{name}` | {least:F1} | {processor:F1} |"));
        }
    }
}
