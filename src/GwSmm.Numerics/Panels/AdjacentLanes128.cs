using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GwSmm.Numerics;

/// <summary>SSSE3: products of neighbours are added twice.</summary>
internal readonly unsafe struct AdjacentLanes128 : IByteLanes<Vector128<int>>
{
    /// <summary>Whether the hardware has what this needs.</summary>
    public static bool IsSupported => Ssse3.IsSupported;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<int>.Count;
    }

    public static Vector128<int> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(byte* source) => Vector128.Load(source).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(sbyte* source) => Vector128.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DotAdd(Vector128<int> sum, Vector128<int> a, Vector128<int> b) =>
        sum + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(a.AsByte(), b.AsSByte()), Vector128<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector128<int> sum, float* steps, float* minima, float scale, float total, float bias, float* target)
    {
        var offset = Vector128.MultiplyAddEstimate(Vector128.Load(minima), Vector128.Create(total), Vector128.Create(bias));
        var scaled = Vector128.ConvertToSingle(sum) * Vector128.Create(scale);
        Vector128.MultiplyAddEstimate(scaled, Vector128.Load(steps), offset).Store(target);
    }
}
