using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>The exponential function on vectors of single precision.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static class ExpKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
{
    /// <summary>1.5 * 2^23: adding it rounds to an integer.</summary>
    private const float Rounder = 12_582_912f;

    private const float Log2OfE = 1.44269504f;

    /// <summary>Ln(2) in two parts; the product of the first with a small integer is exact.</summary>
    private const float Ln2High = 0.693359375f;

    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>Ln(2^-126): results below the normal numbers become 0.</summary>
    private const float Smallest = -87.336544f;

    /// <summary>
    /// e to the power x for x up to 0, to a relative error of 2e-7: 2^n e^r with |r| up to ln(2) / 2, e^r by a polynomial fitted for
    /// the smallest largest relative error (3e-9 before rounding). Minus infinity gives 0, NaN gives NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NotAboveZero(TVector x)
    {
        var shifted = TLanes.MultiplyAdd(x, TLanes.Broadcast(Log2OfE), TLanes.Broadcast(Rounder));
        var n = TLanes.Subtract(shifted, TLanes.Broadcast(Rounder));
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        var p = TLanes.Broadcast(0.00138145988f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.00836871658f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.041668389f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.166665211f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.49999994f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f));
        return TLanes.ZeroBelow(TLanes.Multiply(p, TLanes.PowerOfTwo(shifted)), x, Smallest);
    }
}
