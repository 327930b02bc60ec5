using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>
/// Bytes beside our own floats on one thread, in turn. Processor time, the least of many rounds, so that it is right also on a machine that
/// others use. <c>DOTNET_EnableAVXVNNI=0</c> takes the byte products of AVX-VNNI away.
/// </summary>
internal static class EncoderByteTable
{
    private const int Rounds = 40;
    private const double SecondsPerRound = 0.1;

    /// <summary>Prints a Markdown table.</summary>
    /// <param name="shapes">Names of architectures.</param>
    public static void Print(string[] shapes)
    {
        var vectors = Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no AVX2";
        Console.WriteLine($"{vectors}, {(AvxVnni.IsSupported ? "AVX-VNNI" : "no AVX-VNNI")}, one thread.");
        Console.WriteLine();
        Console.WriteLine("| shape | float, ms | int8, ms | float to int8 |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var shape in shapes)
        {
            var config = EncoderShapes.Config(shape);
            var weights = EncoderShapes.Weights(config);
            var single = new BertEncoder(config, weights);
            var bytes = new BertEncoder(config, weights, precision: EncoderPrecision.Int8);
            foreach (var length in (int[])[32, 64])
            {
                var sequences = EncoderShapes.Sequences(32, length);
                var (own, rounded) = Compare(() => single.Encode(sequences, new FeatureOptions()), () => bytes.Encode(sequences, new FeatureOptions()));
                Console.WriteLine($"| {shape} 32 x {length} | {own * 1e3:F1} | {rounded * 1e3:F1} | {own / rounded:F2} |");
            }
        }
    }

    private static (double Own, double Rounded) Compare(Action own, Action rounded)
    {
        for (var i = 0; i < 5; i++)
        {
            own();
            rounded();
            Thread.Sleep(100);
        }

        var repeats = (int)Math.Clamp(SecondsPerRound / Medians.Time(1, own).Seconds, 1, 50);
        var (least, leastRounded) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            least = Math.Min(least, Medians.Time(repeats, own).Cpu);
            leastRounded = Math.Min(leastRounded, Medians.Time(repeats, rounded).Cpu);
        }

        return (least, leastRounded);
    }
}
