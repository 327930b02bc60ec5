using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GwSmm.Numerics;

/// <summary>AVX2 without VNNI: products of neighbours are added twice.</summary>
internal readonly struct AdjacentDot256 : IByteDot<Vector256<int>>
{
    /// <summary>Whether the hardware has what this needs.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<int> a, Vector256<int> b) =>
        sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()), Vector256<short>.One);
}
