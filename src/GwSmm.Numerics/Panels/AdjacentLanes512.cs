using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GwSmm.Numerics;

/// <summary>AVX-512BW without VNNI: products of neighbours are added twice.</summary>
internal readonly unsafe struct AdjacentLanes512 : IByteLanes<Vector512<int>>
{
    /// <summary>Whether the hardware has what this needs.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<int>.Count;
    }

    public static Vector512<int> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(byte* source) => Vector512.Load(source).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(sbyte* source) => Vector512.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotAdd(Vector512<int> sum, Vector512<int> a, Vector512<int> b) =>
        sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()), Vector512<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector512<int> sum, float* steps, float* minima, float scale, float total, float bias, float* target)
    {
        var offset = Vector512.MultiplyAddEstimate(Vector512.Load(minima), Vector512.Create(total), Vector512.Create(bias));
        var scaled = Vector512.ConvertToSingle(sum) * Vector512.Create(scale);
        Vector512.MultiplyAddEstimate(scaled, Vector512.Load(steps), offset).Store(target);
    }
}
