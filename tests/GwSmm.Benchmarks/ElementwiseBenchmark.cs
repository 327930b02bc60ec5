using BenchmarkDotNet.Attributes;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks;

/// <summary>Element-wise kernels on 256 rows of 256 numbers; divide a time by 65536 for one element.</summary>
public class ElementwiseBenchmark
{
    private const int Rows = 256;
    private const int Columns = 256;
    private readonly float[] _x = new float[Rows * Columns];
    private readonly float[] _y = new float[Rows * Columns];
    private readonly float[] _scale = new float[Columns];
    private readonly float[] _mean = new float[Rows];
    private readonly float[] _rstd = new float[Rows];

    /// <summary>Fills the operands.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var random = new DeterministicRandom(1);
        foreach (ref var value in _x.AsSpan())
        {
            value = (float)random.NextGaussian();
        }
    }

    /// <summary>Exact GELU.</summary>
    [Benchmark]
    public void GeluForward() => Gelu.Forward(_x, _y);

    /// <summary>Its gradient.</summary>
    [Benchmark]
    public void GeluBackward() => Gelu.Backward(_x, _x, _y);

    /// <summary>Softmax over rows, with the copy that it works on.</summary>
    [Benchmark]
    public void SoftmaxForward()
    {
        _x.CopyTo(_y, 0);
        Softmax.ForwardRows(_y, Rows, Columns);
    }

    /// <summary>Layer normalisation over rows.</summary>
    [Benchmark]
    public void LayerNormForward() => LayerNorm.Forward(_x, _scale, _scale, 1e-12f, Rows, Columns, _y, _mean, _rstd);
}
