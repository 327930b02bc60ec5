using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>The vector width of this machine.</summary>
internal static class VectorWidths
{
    /// <summary>The widest vectors that the hardware (and the runtime's settings) offer.</summary>
    public static readonly VectorWidth Best =
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
