using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Picks the kernels of an encoder.</summary>
internal static class PanelKernels
{
    /// <summary>The kernels for this machine.</summary>
    public static IPanelKernels Best { get; } = Create(VectorWidths.Best, VnniDot256.IsSupported);

    /// <summary>Kernels with vectors of a given width; wider ones than the hardware has still work, slowly, except on bytes.</summary>
    /// <param name="width">The width.</param>
    /// <param name="vnni">Whether bytes are multiplied by AVX-VNNI; the hardware must have it.</param>
    public static IPanelKernels Create(VectorWidth width, bool vnni = false) => width switch
    {
        VectorWidth.Bits512 when vnni => Make512<Vector256<int>, ByteLanes256<VnniDot256>>(),
        VectorWidth.Bits512 when AdjacentLanes512.IsSupported => Make512<Vector512<int>, AdjacentLanes512>(),
        VectorWidth.Bits512 => Make512<int, ScalarByteLanes>(),
        VectorWidth.Bits256 when vnni => Make256<Vector256<int>, ByteLanes256<VnniDot256>>(),
        VectorWidth.Bits256 when AdjacentDot256.IsSupported => Make256<Vector256<int>, ByteLanes256<AdjacentDot256>>(),
        VectorWidth.Bits256 => Make256<int, ScalarByteLanes>(),
        VectorWidth.Bits128 when AdjacentLanes128.IsSupported => Make128<Vector128<int>, AdjacentLanes128>(),
        VectorWidth.Bits128 => Make128<int, ScalarByteLanes>(),
        _ => new VectorPanelKernels<float, ScalarLanes<float>, Tile6<float, float, ScalarLanes<float>>, ScalarByteJoin, int, ScalarByteLanes>(),
    };

    private static VectorPanelKernels<Vector512<float>, Lanes512<float>, Tile12<float, Vector512<float>, Lanes512<float>>, ByteJoin512, TBytes, TByteLanes> Make512<TBytes, TByteLanes>()
        where TBytes : unmanaged
        where TByteLanes : struct, IByteLanes<TBytes> => new();

    private static VectorPanelKernels<Vector256<float>, Lanes256<float>, Tile6<float, Vector256<float>, Lanes256<float>>, ByteJoin256, TBytes, TByteLanes> Make256<TBytes, TByteLanes>()
        where TBytes : unmanaged
        where TByteLanes : struct, IByteLanes<TBytes> => new();

    private static VectorPanelKernels<Vector128<float>, Lanes128<float>, Tile6<float, Vector128<float>, Lanes128<float>>, ByteJoin128, TBytes, TByteLanes> Make128<TBytes, TByteLanes>()
        where TBytes : unmanaged
        where TByteLanes : struct, IByteLanes<TBytes> => new();
}
