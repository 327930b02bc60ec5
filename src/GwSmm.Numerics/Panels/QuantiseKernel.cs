using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>Rounds tokens to bytes, each over its own range.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
/// <typeparam name="TJoin">Joins bytes.</typeparam>
internal static unsafe class QuantiseKernel<TVector, TLanes, TJoin>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
    where TJoin : struct, IByteJoin<TVector>
{
    private const float LargestByte = 255;

    /// <summary>1.5 * 2^23: adding it rounds to an integer and leaves that in the lowest bits.</summary>
    private const float Rounder = 12_582_912f;

    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    public static void Quantise(PanelMatrix x, BytePanels y, int firstPanel, int endPanel)
    {
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            for (var lane = 0; lane < x.Width; lane += TLanes.Count)
            {
                fixed (float* step = &y.Steps[(panel * x.Width) + lane])
                fixed (float* minimum = &y.Minima[(panel * x.Width) + lane])
                {
                    Quantise(x.Panel(panel) + lane, x.Channels, x.Width, y.Panel(panel) + (lane * ByteWeights.Group), step, minimum);
                }
            }
        }
    }

    private static void Quantise(float* x, int channels, nint width, byte* y, float* step, float* minimum)
    {
        TVector least = TLanes.Load(x), most = least;
        for (var c = 1; c < channels; c++)
        {
            var value = TLanes.Load(x + (c * width));
            least = TLanes.WhereLess(value, least, value, least);
            most = TLanes.WhereLess(most, value, value, most);
        }

        var range = TLanes.Subtract(most, least);
        TLanes.Store(TLanes.Multiply(range, TLanes.Broadcast(1 / LargestByte)), step);
        TLanes.Store(least, minimum);

        // A token of equal values has no range: all of it is in the minimum.
        var zero = TLanes.Broadcast(0f);
        var factor = TLanes.WhereLess(zero, range, TLanes.Divide(TLanes.Broadcast(LargestByte), range), zero);
        var rounder = TLanes.Broadcast(Rounder);
        var whole = channels / ByteWeights.Group * ByteWeights.Group;
        for (var c = 0; c < whole; c += ByteWeights.Group)
        {
            TJoin.Store(Byte(c), Byte(c + 1), Byte(c + 2), Byte(c + 3), y + (c * width));
        }

        if (whole < channels)
        {
            TJoin.Store(Byte(whole), ByteOrZero(whole + 1), ByteOrZero(whole + 2), rounder, y + (whole * width));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector Byte(int channel) => TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Load(x + (channel * width)), least), factor, rounder);

        TVector ByteOrZero(int channel) => channel < channels ? Byte(channel) : rounder;
    }
}
