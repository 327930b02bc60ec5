using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>One sum at a time, for hardware without byte products.</summary>
internal readonly unsafe struct ScalarByteLanes : IByteLanes<int>
{
    public static int Count => 1;

    public static int Zero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(byte* source) => *(int*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Broadcast(sbyte* source) => *(int*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotAdd(int sum, int a, int b) =>
        sum + ((byte)a * (sbyte)b) + ((byte)(a >> 8) * (sbyte)(b >> 8)) + ((byte)(a >> 16) * (sbyte)(b >> 16)) + ((byte)(a >> 24) * (sbyte)(b >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(int sum, float* steps, float* minima, float scale, float total, float bias, float* target) =>
        *target = float.MultiplyAddEstimate(sum * scale, *steps, float.MultiplyAddEstimate(*minima, total, bias));
}
