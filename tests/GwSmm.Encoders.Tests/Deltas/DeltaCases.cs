using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

/// <summary>One delta of each kind for a matrix, with the numbers that it stands for.</summary>
internal static class DeltaCases
{
    public const string Name = "encoder.layer.0.output.dense.weight";

    public static float[] Gaussian(int count, ulong seed, double scale = 1)
    {
        var random = new DeterministicRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(scale * random.NextGaussian()))];
    }

    public static byte[] Pack(sbyte[] codes, int rows, int columns, int bits)
    {
        var rowBytes = PackedCodes.RowBytes(columns, bits);
        var packed = new byte[rows * rowBytes];
        for (var row = 0; row < rows; row++)
        {
            PackedCodes.Pack(codes.AsSpan(row * columns, columns), bits, packed.AsSpan(row * rowBytes, rowBytes));
        }

        return packed;
    }

    public static (TensorDelta Delta, float[] Values) Quantized(int bits, bool halfSteps, int rows, int columns, string name = Name)
    {
        var random = new DeterministicRandom((ulong)bits);
        sbyte[] codes = [.. Enumerable.Range(0, rows * columns).Select(_ => (sbyte)(random.Next(1 << bits) - (1 << (bits - 1))))];
        var scales = Gaussian(rows, 3, 0.1);
        return (
            new QuantizedDelta(name, [rows, columns], bits, halfSteps, Pack(codes, rows, columns, bits), scales),
            [.. codes.Select((code, i) => (code + (halfSteps ? 0.5f : 0)) * scales[i / columns])]);
    }

    public static (TensorDelta Delta, float[] Values) Sign(bool masked, int rows, int columns, string name = Name)
    {
        var random = new DeterministicRandom(8);
        bool[] minus = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(2) == 1)];
        bool[] kept = [.. Enumerable.Range(0, rows * columns).Select(_ => !masked || random.Next(3) == 1)];
        var scales = Gaussian(rows, 4, 0.1);
        bool[] signs = [.. minus.Where((_, i) => kept[i])];
        var stream = new byte[(signs.Length + 7) / 8];
        for (var i = 0; i < signs.Length; i++)
        {
            stream[i / 8] |= (byte)((signs[i] ? 1 : 0) << (i % 8));
        }

        float[] values = [.. minus.Select((isMinus, i) => !kept[i] ? 0 : isMinus ? -scales[i / columns] : scales[i / columns])];
        return masked
            ? (new SignDelta(name, [rows, columns], stream, scales, Pack([.. kept.Select(Code)], rows, columns, 1)), values)
            : (new SignDelta(name, [rows, columns], Pack([.. minus.Select(Code)], rows, columns, 1), scales), values);
    }

    public static (TensorDelta Delta, float[] Values) LowRank(int rank, int rows, int columns, string name = Name)
    {
        var (up, down) = (Gaussian(rows * rank, 5), Gaussian(rank * columns, 6));
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Enumerable.Range(0, rank).Sum(k => up[(i / columns * rank) + k] * down[(k * columns) + (i % columns)]);
        }

        return (new LowRankDelta(name, [rows, columns], rank, up, down), values);
    }

    public static (TensorDelta Delta, float[] Values) Dense(bool half, int rows, int columns, string name = Name)
    {
        Half[] halves = [.. Gaussian(rows * columns, 7).Select(value => (Half)value)];
        float[] values = [.. halves.Select(value => (float)value)];
        return (half ? new DenseDelta(name, [rows, columns], halves) : new DenseDelta(name, [rows, columns], values), values);
    }

    public static (TensorDelta Delta, float[] Values) Mask(bool half, int rows, int columns, string name = Name)
    {
        var (vector, values) = Dense(half, rows, columns, name);
        var random = new DeterministicRandom(9);
        bool[] kept = [.. values.Select(_ => random.Next(2) == 1)];
        return (
            new MaskDelta(name, (DenseDelta)vector, Pack([.. kept.Select(Code)], rows, columns, 1), 0.75f),
            [.. values.Select((value, i) => kept[i] ? value * 0.75f : 0)]);
    }

    public static IEnumerable<(TensorDelta Delta, float[] Values)> All(int rows, int columns) =>
    [
        Quantized(8, false, rows, columns), Quantized(4, true, rows, columns), Quantized(3, false, rows, columns), Quantized(2, true, rows, columns),
        Sign(false, rows, columns), Sign(true, rows, columns), LowRank(2, rows, columns), Dense(false, rows, columns), Dense(true, rows, columns),
        Mask(false, rows, columns), Mask(true, rows, columns),
    ];

    private static sbyte Code(bool isSet) => (sbyte)(isSet ? -1 : 0);
}
