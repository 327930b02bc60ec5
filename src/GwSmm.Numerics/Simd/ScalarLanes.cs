using System.Numerics;
using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>One number as a vector, for hardware without vectors.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct ScalarLanes<T> : ILanes<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T value, T* target) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T a, T b, T c) => T.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract(T a, T b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Divide(T a, T b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sqrt(T a) => T.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min(T a, T b) => b < a ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WhereLess(T a, T b, T x, T y) => a < b ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Clamp(T a, T bound) => T.Max(T.Min(a, bound), -bound);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ZeroBelow(T value, T x, T limit) => x < limit ? T.Zero : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T PowerOfTwo(T shifted) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<int, T>((Unsafe.BitCast<T, int>(shifted) << 23) + 0x3F800000)
        : Unsafe.BitCast<long, T>((Unsafe.BitCast<T, long>(shifted) << 52) + 0x3FF0000000000000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(T a) => a;
}
