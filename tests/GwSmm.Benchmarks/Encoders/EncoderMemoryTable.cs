using System.Runtime.CompilerServices;
using GwSmm.Benchmarks.Peers;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>How long a model takes to load, and what inference adds to its memory.</summary>
internal static class EncoderMemoryTable
{
    private const int Loads = 9;

    /// <summary>Prints the figures for MiniLM shapes.</summary>
    public static void Print()
    {
        var folder = Directory.CreateTempSubdirectory("gwsmm-encoder");
        try
        {
            Save(folder.FullName);
            PrintLoad("weights mapped (TextEncoder.Load)", () => TextEncoder.Load(folder.FullName));
            PrintLoad("weights copied (BaseEncoder.Load)", () => BaseEncoder.Load(folder.FullName));
            PrintMemory(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Save(string folder)
    {
        var config = EncoderShapes.Config("minilm");
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var vocabulary = Vocabulary.Create([.. special, .. Enumerable.Range(0, config.VocabularySize - special.Length).Select(i => $"word{i}")], "benchmark");
        BaseEncoder.Create(config, vocabulary, 1).Save(folder);
    }

    private static void PrintLoad(string name, Action load)
    {
        PeerTime[] times = [.. Enumerable.Range(0, Loads).Select(_ => Medians.Time(1, load))];
        Console.WriteLine(
            $"Load, {name}: first {times[0].Seconds * 1e3:F0} ms (processor time {times[0].Cpu * 1e3:F0} ms), median of all {Loads} {times.Select(time => time.Seconds).Order().ElementAt(Loads / 2) * 1e3:F0} ms "
            + $"(least processor time {times.Min(time => time.Cpu) * 1e3:F0} ms).");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrintMemory(string folder)
    {
        var empty = Collected();
        var mapped = TextEncoder.Load(folder);
        Console.WriteLine($"Loaded with mapped weights {(Collected() - empty) / 1e6:F1} MB.");
        GC.KeepAlive(mapped);
        mapped = null;
        empty = Collected();
        var model = BaseEncoder.Load(folder);
        Console.WriteLine($"Weights {model.Weights.ParameterCount * sizeof(float) / 1e6:F1} MB; loaded {(Collected() - empty) / 1e6:F1} MB.");
        string[] texts = [.. Enumerable.Range(0, 256).Select(i => string.Join(' ', Enumerable.Range(i, 60).Select(j => $"word{j}")))];
        var full = new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary), new FeatureOptions(), 2);
        var before = Collected();
        full.Encode(texts);
        Console.WriteLine($"256 texts of 62 tokens on 2 threads: {(Collected() - before) / 1e6:F1} MB more, {(Collected() - empty) / 1e6:F1} MB in all.");
        GC.KeepAlive(full);
        var layers = model.Weights.Tensors.Where(tensor => tensor.Name.Contains("layer", StringComparison.Ordinal)).Sum(tensor => tensor.Data.LongLength);
        before = Collected();
        var bytes = new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary), new FeatureOptions(), 2, EncoderPrecision.Int8);
        Console.WriteLine($"Layers {layers * sizeof(float) / 1e6:F1} MB, in bytes {(Collected() - before) / 1e6:F1} MB.");
        GC.KeepAlive(bytes);
        GC.KeepAlive(model);
    }

    /// <summary>Runs inference for ten seconds, for a profiler to look at.</summary>
    public static void Profile(int threads, string shape, int count, int length, EncoderPrecision precision)
    {
        var config = EncoderShapes.Config(shape);
        var encoder = new BertEncoder(config, EncoderShapes.Weights(config), threads, precision);
        var sequences = length == 0 ? EncoderShapes.Responses() : EncoderShapes.Sequences(count, length);
        var options = new FeatureOptions();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var times = new List<PeerTime>();
        while (clock.Elapsed.TotalSeconds < 10)
        {
            times.Add(Medians.Time(1, () => encoder.Encode(sequences, options)));
        }

        var (best, median) = (times.Min(time => time.Cpu), times.Select(time => time.Seconds).Order().ElementAt(times.Count / 2));

        var tokens = sequences.Sum(sequence => (double)sequence.Length);
        var square = sequences.Sum(sequence => (double)sequence.Length * sequence.Length);
        var hidden = (double)config.HiddenSize;
        var operations = config.LayerCount * ((tokens * ((8 * hidden * hidden) + (4 * hidden * config.IntermediateSize))) + (4 * square * hidden));
        Console.WriteLine($"{times.Count} runs, median by the clock {median * 1e3:F2} ms, least processor time {best * 1e3:F2} ms, {operations / best / 1e9:F1} GFLOP/s.");
    }

    private static long Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
