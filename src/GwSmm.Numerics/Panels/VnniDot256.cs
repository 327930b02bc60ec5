using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GwSmm.Numerics;

/// <summary>AVX-VNNI: four products and their sum in one instruction.</summary>
internal readonly struct VnniDot256 : IByteDot<Vector256<int>>
{
    /// <summary>Whether the hardware has what this needs.</summary>
    public static bool IsSupported => AvxVnni.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<int> a, Vector256<int> b) =>
        AvxVnni.MultiplyWideningAndAdd(sum, a.AsByte(), b.AsSByte());
}
