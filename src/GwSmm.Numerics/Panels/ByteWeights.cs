using System.Numerics.Tensors;

namespace GwSmm.Numerics;

/// <summary>
/// Weights of 8 bits, symmetric, with one scale per output: w is about scale * q. The scale is the smallest for which |q| is at most
/// 127 and no two neighbours of one sign add up to more than 128: then a pair of products with unsigned bytes fits 16 bits, and
/// kernels with and without VNNI compute the same whole numbers.
/// </summary>
internal sealed class ByteWeights : DenseWeights
{
    /// <summary>Inputs that a kernel takes at once.</summary>
    public const int Group = 4;

    private const float LargestValue = 127;
    private const float LargestPair = 128;

    /// <summary>Quantises weights.</summary>
    /// <param name="source">The weights; the bias is shared, not copied.</param>
    public ByteWeights(FloatWeights source)
        : base(source.Outputs, source.Inputs)
    {
        Stride = (Inputs + Group - 1) / Group * Group;
        Values = GC.AllocateArray<sbyte>(Outputs * Stride);
        Scales = new float[Outputs];
        Sums = new float[Outputs];
        Bias = source.Bias;
        for (var output = 0; output < Outputs; output++)
        {
            Quantise(source.Weight.Span.Slice(output * Inputs, Inputs), output);
        }
    }

    /// <summary>q [outputs, <see cref="Stride"/>], zeros beyond the inputs.</summary>
    public sbyte[] Values { get; }

    /// <summary>Inputs rounded up to whole groups.</summary>
    public int Stride { get; }

    /// <summary>Scale of every output.</summary>
    public float[] Scales { get; }

    /// <summary>Sum of scale * q of every output, which the offset of the activations is multiplied by.</summary>
    public float[] Sums { get; }

    /// <summary>b [outputs].</summary>
    public float[] Bias { get; }

    /// <summary>Bytes held, the bias left out.</summary>
    public long Bytes => Values.LongLength + (8L * Outputs);

    private void Quantise(ReadOnlySpan<float> weights, int output)
    {
        var scale = Math.Abs(TensorPrimitives.MaxMagnitude(weights)) / LargestValue;
        for (var i = 0; i + 1 < weights.Length; i += 2)
        {
            // Rounding adds at most one half to each.
            scale = Math.Max(scale, weights[i] * weights[i + 1] > 0 ? Math.Abs(weights[i] + weights[i + 1]) / (LargestPair - 1) : 0);
        }

        var target = Values.AsSpan(output * Stride, Stride);
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var q = scale == 0 ? 0 : (int)MathF.Round(weights[i] / scale);
            target[i] = (sbyte)q;
            sum += q;
        }

        Scales[output] = scale;
        Sums[output] = scale * sum;
    }
}
