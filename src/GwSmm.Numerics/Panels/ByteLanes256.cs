using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Lanes of 256 bits.</summary>
/// <typeparam name="TDot">The dot product.</typeparam>
internal readonly unsafe struct ByteLanes256<TDot> : IByteLanes<Vector256<int>>
    where TDot : struct, IByteDot<Vector256<int>>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<int>.Count;
    }

    public static Vector256<int> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(byte* source) => Vector256.Load(source).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(sbyte* source) => Vector256.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotAdd(Vector256<int> sum, Vector256<int> a, Vector256<int> b) => TDot.Add(sum, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector256<int> sum, float* steps, float* minima, float scale, float total, float bias, float* target)
    {
        var offset = Vector256.MultiplyAddEstimate(Vector256.Load(minima), Vector256.Create(total), Vector256.Create(bias));
        var scaled = Vector256.ConvertToSingle(sum) * Vector256.Create(scale);
        Vector256.MultiplyAddEstimate(scaled, Vector256.Load(steps), offset).Store(target);
    }
}
