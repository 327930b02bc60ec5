using System.Numerics;
using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>
/// 6 rows by two vectors: 12 sums in registers, enough to hide the latency of multiply-add with the 16 registers of SSE and AVX2.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal readonly unsafe struct Tile6<T, TVector, TLanes> : ITile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public static int Rows => 6;

    public static int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, T alpha, T beta)
    {
        var zero = TLanes.Broadcast(T.Zero);
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
        for (var l = k; l > 0; l--)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var x = TLanes.Broadcast(*a);
            c0x0 = TLanes.MultiplyAdd(x, b0, c0x0);
            c0x1 = TLanes.MultiplyAdd(x, b1, c0x1);
            x = TLanes.Broadcast(*(a + aRow));
            c1x0 = TLanes.MultiplyAdd(x, b0, c1x0);
            c1x1 = TLanes.MultiplyAdd(x, b1, c1x1);
            x = TLanes.Broadcast(*(a + aRow2));
            c2x0 = TLanes.MultiplyAdd(x, b0, c2x0);
            c2x1 = TLanes.MultiplyAdd(x, b1, c2x1);
            x = TLanes.Broadcast(*(a + aRow3));
            c3x0 = TLanes.MultiplyAdd(x, b0, c3x0);
            c3x1 = TLanes.MultiplyAdd(x, b1, c3x1);
            x = TLanes.Broadcast(*(a + aRow4));
            c4x0 = TLanes.MultiplyAdd(x, b0, c4x0);
            c4x1 = TLanes.MultiplyAdd(x, b1, c4x1);
            x = TLanes.Broadcast(*(a + aRow5));
            c5x0 = TLanes.MultiplyAdd(x, b0, c5x0);
            c5x1 = TLanes.MultiplyAdd(x, b1, c5x1);
            a += aColumn;
            b += bRow;
        }

        var factor = TLanes.Broadcast(alpha);
        Write(c, factor, beta, c0x0, c0x1);
        Write(c + cRow, factor, beta, c1x0, c1x1);
        Write(c + (2 * cRow), factor, beta, c2x0, c2x1);
        Write(c + (3 * cRow), factor, beta, c3x0, c3x1);
        Write(c + (4 * cRow), factor, beta, c4x0, c4x1);
        Write(c + (5 * cRow), factor, beta, c5x0, c5x1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(T* c, TVector alpha, T beta, TVector sum0, TVector sum1)
    {
        sum0 = TLanes.Multiply(alpha, sum0);
        sum1 = TLanes.Multiply(alpha, sum1);
        if (beta != T.Zero)
        {
            var factor = TLanes.Broadcast(beta);
            sum0 = TLanes.Add(sum0, TLanes.Multiply(factor, TLanes.Load(c)));
            sum1 = TLanes.Add(sum1, TLanes.Multiply(factor, TLanes.Load(c + TLanes.Count)));
        }

        TLanes.Store(sum0, c);
        TLanes.Store(sum1, c + TLanes.Count);
    }
}
