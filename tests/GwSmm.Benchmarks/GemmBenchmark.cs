using BenchmarkDotNet.Attributes;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks;

/// <summary>Matrix products of the shapes that the encoder computes.</summary>
public class GemmBenchmark
{
    private float[] _a = [];
    private float[] _b = [];
    private float[] _c = [];
    private double[] _wideA = [];
    private double[] _wideB = [];
    private double[] _wideC = [];

    /// <summary>The shapes.</summary>
    public static IEnumerable<GemmShape> Shapes =>
    [
        new("projection", 1000, 256, 256, false, true),
        new("projection", 4000, 512, 512, false, true),
        new("intermediate", 2000, 1024, 256, false, true),
        new("output", 2000, 256, 1024, false, true),
        new("input-gradient", 2000, 256, 1024, false, false),
        new("weight-gradient", 1024, 256, 2000, true, false),
        new("scores", 20, 20, 64, false, true),
        new("scores", 128, 128, 64, false, true),
        new("context", 128, 64, 128, false, false),
    ];

    /// <summary>The shape of this run.</summary>
    [ParamsSource(nameof(Shapes))]
    public GemmShape Shape { get; set; } = Shapes.First();

    /// <summary>Threads of this run.</summary>
    [Params(1, 2)]
    public int ThreadCount { get; set; }

    /// <summary>Fills the operands.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var random = new DeterministicRandom(1);
        _wideA = [.. Enumerable.Range(0, Shape.M * Shape.K).Select(_ => random.NextDouble() - 0.5)];
        _wideB = [.. Enumerable.Range(0, Shape.K * Shape.N).Select(_ => random.NextDouble() - 0.5)];
        _wideC = new double[Shape.M * Shape.N];
        _a = [.. _wideA.Select(value => (float)value)];
        _b = [.. _wideB.Select(value => (float)value)];
        _c = new float[_wideC.Length];
    }

    /// <summary>Single precision.</summary>
    [Benchmark]
    public void SinglePrecision() => Gemm.Multiply(
        Shape.TransposeA, Shape.TransposeB, Shape.M, Shape.N, Shape.K, 1f, _a, Shape.TransposeA ? Shape.M : Shape.K,
        _b, Shape.TransposeB ? Shape.K : Shape.N, 0f, _c, Shape.N, ThreadCount);

    /// <summary>Double precision.</summary>
    [Benchmark]
    public void DoublePrecision() => Gemm.Multiply(
        Shape.TransposeA, Shape.TransposeB, Shape.M, Shape.N, Shape.K, 1.0, _wideA, Shape.TransposeA ? Shape.M : Shape.K,
        _wideB, Shape.TransposeB ? Shape.K : Shape.N, 0.0, _wideC, Shape.N, ThreadCount);
}
