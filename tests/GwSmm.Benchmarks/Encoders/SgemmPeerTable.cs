using System.Runtime.Intrinsics;
using GwSmm.Benchmarks.Peers;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>
/// Single-precision products at encoder shapes beside OpenBLAS through numpy, one thread each, in turn. Processor time, the best of
/// many batches, so that it is right also on a machine that others use.
/// </summary>
internal static class SgemmPeerTable
{
    private const double OperationsPerBatch = 2e9;
    private const int Batches = 12;
    private const int Rounds = 3;

    private static readonly GemmShape[] Shapes =
    [
        new("minilm projection", 2048, 384, 384, false, true),
        new("minilm intermediate", 2048, 1536, 384, false, true),
        new("minilm output", 2048, 384, 1536, false, true),
        new("minilm input-gradient", 2048, 384, 1536, false, false),
        new("minilm weight-gradient", 1536, 384, 2048, true, false),
        new("bert-base projection", 2048, 768, 768, false, true),
        new("bert-base intermediate", 2048, 3072, 768, false, true),
        new("bert-base output", 2048, 768, 3072, false, true),
        new("mini intermediate", 2048, 1024, 256, false, true),
    ];

    /// <summary>Prints a Markdown table.</summary>
    /// <param name="core">The kernels of OpenBLAS; null for its own choice.</param>
    public static void Print(string? core)
    {
        using var peer = EncoderPeers.Torch(1, core);
        Console.WriteLine($"Peer: {peer.Versions}, OpenBLAS kernels: {core ?? "its own choice"}. Ours: {(Vector512.IsHardwareAccelerated ? "AVX-512" : "AVX2")}. One thread.");
        Console.WriteLine();
        Console.WriteLine("| product | ours, GFLOP/s | OpenBLAS, GFLOP/s | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var shape in Shapes)
        {
            var benchmark = new GemmBenchmark { Shape = shape, ThreadCount = 1 };
            benchmark.Fill();
            var repeats = (int)Math.Max(1, OperationsPerBatch / shape.Operations);
            var (ours, theirs) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                for (var batch = 0; batch < Batches; batch++)
                {
                    ours = Math.Min(ours, Medians.Time(repeats, benchmark.SinglePrecision).Cpu);
                }

                theirs = Math.Min(theirs, peer.Ask(new
                {
                    Work = "product",
                    Shape = new[] { shape.M, shape.N, shape.K },
                    shape.TransposeA,
                    shape.TransposeB,
                    Repeats = repeats,
                    Batches,
                }).Cpu);
            }

            Console.WriteLine($"| {shape} | {shape.Operations / ours / 1e9:F1} | {shape.Operations / theirs / 1e9:F1} | {theirs / ours:F2} |");
        }
    }
}
