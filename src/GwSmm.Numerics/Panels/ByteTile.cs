using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>6 outputs by two vectors of tokens: 12 sums in registers.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class ByteTile<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, IByteLanes<TVector>
{
    /// <summary>Outputs of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Computes one tile.</summary>
    /// <param name="groups">Groups of four inputs.</param>
    /// <param name="a">Weights of the first output.</param>
    /// <param name="aRow">Bytes between outputs.</param>
    /// <param name="b">Activations.</param>
    /// <param name="bRow">Bytes between groups.</param>
    /// <param name="steps">Step of every token.</param>
    /// <param name="minima">Minimum of every token.</param>
    /// <param name="outputs">Scale, sum of weights and bias of every output: three arrays of <see cref="Rows"/>.</param>
    /// <param name="c">Results.</param>
    /// <param name="cRow">Numbers between outputs of the results.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint groups, sbyte* a, nint aRow, byte* b, nint bRow, float* steps, float* minima, float* outputs, float* c, nint cRow)
    {
        var zero = TLanes.Zero;
        TVector c0x0 = zero, c0x1 = zero;
        TVector c1x0 = zero, c1x1 = zero;
        TVector c2x0 = zero, c2x1 = zero;
        TVector c3x0 = zero, c3x1 = zero;
        TVector c4x0 = zero, c4x1 = zero;
        TVector c5x0 = zero, c5x1 = zero;
        var aRow2 = 2 * aRow;
        var aRow3 = 3 * aRow;
        var aRow4 = 4 * aRow;
        var aRow5 = 5 * aRow;
        for (var l = groups; l > 0; l--)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + (4 * TLanes.Count));
            var x = TLanes.Broadcast(a);
            c0x0 = TLanes.DotAdd(c0x0, b0, x);
            c0x1 = TLanes.DotAdd(c0x1, b1, x);
            x = TLanes.Broadcast(a + aRow);
            c1x0 = TLanes.DotAdd(c1x0, b0, x);
            c1x1 = TLanes.DotAdd(c1x1, b1, x);
            x = TLanes.Broadcast(a + aRow2);
            c2x0 = TLanes.DotAdd(c2x0, b0, x);
            c2x1 = TLanes.DotAdd(c2x1, b1, x);
            x = TLanes.Broadcast(a + aRow3);
            c3x0 = TLanes.DotAdd(c3x0, b0, x);
            c3x1 = TLanes.DotAdd(c3x1, b1, x);
            x = TLanes.Broadcast(a + aRow4);
            c4x0 = TLanes.DotAdd(c4x0, b0, x);
            c4x1 = TLanes.DotAdd(c4x1, b1, x);
            x = TLanes.Broadcast(a + aRow5);
            c5x0 = TLanes.DotAdd(c5x0, b0, x);
            c5x1 = TLanes.DotAdd(c5x1, b1, x);
            a += 4;
            b += bRow;
        }

        Finish(c0x0, c0x1, steps, minima, outputs, c);
        Finish(c1x0, c1x1, steps, minima, outputs + 1, c + cRow);
        Finish(c2x0, c2x1, steps, minima, outputs + 2, c + (2 * cRow));
        Finish(c3x0, c3x1, steps, minima, outputs + 3, c + (3 * cRow));
        Finish(c4x0, c4x1, steps, minima, outputs + 4, c + (4 * cRow));
        Finish(c5x0, c5x1, steps, minima, outputs + 5, c + (5 * cRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector sum0, TVector sum1, float* steps, float* minima, float* output, float* c)
    {
        var (scale, total, bias) = (output[0], output[Rows], output[2 * Rows]);
        TLanes.Finish(sum0, steps, minima, scale, total, bias, c);
        TLanes.Finish(sum1, steps + TLanes.Count, minima + TLanes.Count, scale, total, bias, c + TLanes.Count);
    }
}
