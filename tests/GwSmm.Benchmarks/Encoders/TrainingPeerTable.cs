using GwSmm.Benchmarks.Peers;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>A training step (forward, backward, AdamW; no dropout) beside PyTorch: same weights, sequences and labels, losses compared first.</summary>
internal static class TrainingPeerTable
{
    private const int Count = 32;
    private const int Length = 64;
    private const int Classes = 4;
    private const double LearningRate = 1e-4;
    private const double WeightDecay = 0.01;
    private const double Tolerance = 1e-5;

    /// <summary>Prints a Markdown table.</summary>
    /// <param name="threads">Threads of both.</param>
    /// <param name="shapes">Names of architectures.</param>
    public static void Print(int threads, string[] shapes)
    {
        using var torch = EncoderPeers.Torch(threads);
        Console.WriteLine($"Peer: {torch.Versions}. {threads} threads, {Count} sequences of {Length} tokens.");
        Console.WriteLine();
        Console.WriteLine("| training step | ours, ms | PyTorch, ms | ratio | by processor time | largest relative difference of the first losses |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var shape in shapes)
        {
            PrintShape(shape, torch, threads);
        }
    }

    private static void PrintShape(string shape, LinePeer torch, int threads)
    {
        using var files = new EncoderFiles();
        var config = EncoderShapes.Config(shape);
        var weights = EncoderShapes.Weights(config);
        Tensor[] head = [new("head.weight", [Classes, config.HiddenSize], new float[Classes * config.HiddenSize]), new("head.bias", [Classes], new float[Classes])];
        Tensor[] tensors = [.. weights.Tensors, .. head];
        torch.Ask(new
        {
            Work = "load",
            Threads = threads,
            Training = true,
            Weights = files.Write(tensors),
            Config = new { Layers = config.LayerCount, Heads = config.HeadCount, Epsilon = config.LayerNormEpsilon },
            Tensors = tensors.Select(tensor => new object[] { tensor.Name, tensor.Shape }),
            Rate = LearningRate,
            Decay = WeightDecay,
        });
        var sequences = EncoderShapes.Sequences(Count, Length);
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % Classes)];
        object[] batches = [files.Batch(sequences)];
        var output = files.Name("bin");
        var step = Step(config, weights, head, sequences, labels, threads);
        torch.Ask(new { Work = "run", Batches = batches, Repeats = 4, Labels = labels, Output = output });
        double[] losses = [step(), step(), step(), step()];
        var difference = losses.Zip(EncoderFiles.Read(output), (a, b) => Math.Abs(a - b) / b).Max();
        if (difference > Tolerance)
        {
            throw new GwSmmException($"{shape}: losses differ by {difference:0e0}; times would compare different work.");
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 2)
        {
            step();
        }

        var times = Medians.Of(
            () => Medians.Time(2, () => step()),
            () => torch.Ask(new { Work = "run", Batches = batches, Repeats = 2, Labels = labels, Output = output }));
        Console.WriteLine(
            $"| {shape} {Count} x {Length} | {times[0].Seconds * 1e3:F1} | {times[1].Seconds * 1e3:F1} | {times[1].Seconds / times[0].Seconds:F2} | {times[1].Cpu / times[0].Cpu:F2} | {difference:0e0} |");
    }

    private static Func<double> Step(
        EncoderConfig config, EncoderWeights weights, Tensor[] head, int[][] sequences, int[] labels, int threads)
    {
        var network = new ScoringNetwork(config, weights, new DenseParameters(head[0].Data, head[1].Data), new FeatureOptions(), threads);
        var examples = new TrainingExamples(sequences, ResponseSet.MultiClass("Q", [.. sequences.Select(_ => "x")], [.. labels.Select(label => $"{label}")]));
        var update = new ParameterUpdate(network.Slots(1), WeightDecay, threads);
        int[] order = [.. Enumerable.Range(0, sequences.Length)];
        return () =>
        {
            network.ClearGradients();
            var loss = network.AddGradients(examples, order, null) / sequences.Length;
            update.Step(LearningRate, 1);
            return loss;
        };
    }
}
