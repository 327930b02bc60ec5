using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GwSmm.Benchmarks.Onnx;
using GwSmm.Benchmarks.Peers;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>
/// Inference beside ONNX Runtime and PyTorch: same weights and sequences, as many threads, in turn; features are compared before
/// times count. Clock time is the median of nine rounds, processor time the least of them: with one thread, this is right also on a
/// machine that others use.
/// </summary>
internal sealed class EncoderPeerTable : IDisposable
{
    private const double Tolerance = 1e-5;
    private const double SecondsPerRound = 0.15;
    private readonly LinePeer _float = EncoderPeers.OnnxRuntime();
    private readonly LinePeer _bytes = EncoderPeers.OnnxRuntime();
    private readonly LinePeer _torch;
    private readonly EncoderFiles _files = new();
    private readonly int _threads;

    private EncoderPeerTable(int threads) => (_threads, _torch) = (threads, EncoderPeers.Torch(threads));

    /// <summary>Prints Markdown tables.</summary>
    /// <param name="threads">Threads of everybody.</param>
    /// <param name="shapes">Names of architectures.</param>
    public static void Print(int threads, string[] shapes)
    {
        using var table = new EncoderPeerTable(threads);
        Console.WriteLine(
            $"Peers: {table._float.Versions}, {table._torch.Versions}. {RuntimeInformation.FrameworkDescription}, "
            + $"{(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no AVX2")}, {threads} threads.");
        foreach (var shape in shapes)
        {
            table.PrintShape(shape);
        }
    }

    public void Dispose()
    {
        _float.Dispose();
        _bytes.Dispose();
        _torch.Dispose();
        _files.Dispose();
    }

    private void PrintShape(string shape)
    {
        var config = EncoderShapes.Config(shape);
        var weights = EncoderShapes.Weights(config);
        Load(config, weights);
        var single = new BertEncoder(config, weights, _threads);
        var bytes = new BertEncoder(config, weights, _threads, EncoderPrecision.Int8);
        Console.WriteLine();
        Console.WriteLine(
            $"| {shape} | ours, ms | ONNX Runtime, ms | PyTorch, ms | ONNX Runtime to ours | PyTorch to ours | both by processor time | ours, processor ms | largest difference | ours int8, ms | ONNX Runtime int8, ms | our float to our int8 | ONNX Runtime int8 to ours | both by processor time | cosine, ours | cosine, ONNX Runtime |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach (var (name, sequences) in Cases(config))
        {
            PrintCase(name, sequences, single, bytes);
        }
    }

    private static IEnumerable<(string Name, int[][] Sequences)> Cases(EncoderConfig config)
    {
        // Large models at one length only, for time's sake.
        int[] lengths = config.HiddenSize > 512 ? [64] : [32, 64, 128];
        foreach (var length in lengths)
        {
            yield return ($"32 x {length}", EncoderShapes.Sequences(32, length));
        }

        yield return ("32 responses", EncoderShapes.Responses());
        foreach (var length in lengths)
        {
            yield return ($"1 x {length}", EncoderShapes.Sequences(1, length));
        }
    }

    private void Load(EncoderConfig config, EncoderWeights weights)
    {
        var file = _files.Write(weights.Tensors);
        _torch.Ask(new
        {
            Work = "load",
            Threads = _threads,
            Training = false,
            Weights = file,
            Config = new { Layers = config.LayerCount, Heads = config.HeadCount, Epsilon = config.LayerNormEpsilon },
            Tensors = weights.Tensors.Select(tensor => new object[] { tensor.Name, tensor.Shape }),
        });
        foreach (var (peer, isBytes) in new[] { (_float, false), (_bytes, true) })
        {
            var model = _files.Name("onnx");
            OnnxEncoder.Save(model, config, weights, isBytes);
            peer.Ask(new { Model = model, Threads = _threads });
            File.Delete(model);
        }
    }

    private void PrintCase(string name, int[][] sequences, BertEncoder single, BertEncoder bytes)
    {
        var options = new FeatureOptions();
        object[] batches = [_files.Batch(sequences)];
        string[] outputs = [_files.Name("bin"), _files.Name("bin"), _files.Name("bin")];
        var found = single.Encode(sequences, options);
        var rounded = bytes.Encode(sequences, options);
        WarmUp(() => single.Encode(sequences, options));
        WarmUp(() => bytes.Encode(sequences, options));
        var repeats = (int)Math.Clamp(SecondsPerRound / Medians.Time(3, () => single.Encode(sequences, options)).Seconds, 1, 200);
        var times = Medians.Of(
            () => Medians.Time(repeats, () => single.Encode(sequences, options)),
            () => _float.Ask(new { Batches = batches, Repeats = repeats, Output = outputs[0] }),
            () => _torch.Ask(new { Work = "run", Batches = batches, Repeats = Math.Max(1, repeats / 2), Labels = Array.Empty<int>(), Output = outputs[1] }),
            () => Medians.Time(repeats, () => bytes.Encode(sequences, options)),
            () => _bytes.Ask(new { Batches = batches, Repeats = repeats, Output = outputs[2] }));
        var peers = Array.ConvertAll(outputs, EncoderFiles.Read);
        var difference = Math.Max(Difference(found, peers[0]), Difference(found, peers[1]));
        if (difference > Tolerance)
        {
            throw new GwSmmException($"{name}: features differ by {difference:0e0} (to ONNX Runtime {Difference(found, peers[0]):0e0}, to PyTorch {Difference(found, peers[1]):0e0}); times would compare different work.");
        }

        var (ours, runtime, torch, ourBytes, theirBytes) = (times[0], times[1], times[2], times[3], times[4]);
        Console.WriteLine(
            $"| {name} | {ours.Seconds * 1e3:F2} | {runtime.Seconds * 1e3:F2} | {torch.Seconds * 1e3:F2} | {runtime.Seconds / ours.Seconds:F2} | {torch.Seconds / ours.Seconds:F2} "
            + $"| {runtime.Cpu / ours.Cpu:F2}, {torch.Cpu / ours.Cpu:F2} | {ours.Cpu * 1e3:F2} | {difference:0e0} | {ourBytes.Seconds * 1e3:F2} | {theirBytes.Seconds * 1e3:F2} | {ours.Seconds / ourBytes.Seconds:F2} "
            + $"| {theirBytes.Seconds / ourBytes.Seconds:F2} | {ours.Cpu / ourBytes.Cpu:F2}, {theirBytes.Cpu / ourBytes.Cpu:F2} | {Cosine(found, rounded, sequences.Length):F5} | {Cosine(found, peers[2], sequences.Length):F5} |");
    }

    // Long enough for the run-time compiler to finish in the background.
    private static void WarmUp(Action work)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 1)
        {
            work();
        }

        Thread.Sleep(200);
    }

    private static double Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max() / a.Max(Math.Abs);

    /// <summary>The smallest cosine of a sequence's feature vectors.</summary>
    private static double Cosine(float[] a, float[] b, int count)
    {
        var width = a.Length / count;
        return Enumerable.Range(0, count).Min(i => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(a.AsSpan(i * width, width), b.AsSpan(i * width, width)));
    }
}
