using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>The two least of a row of numbers; of equal ones those that stand first.</summary>
/// <param name="First">Where the least stands.</param>
/// <param name="Least">The least.</param>
/// <param name="Next">The second least, which may equal the least; plus infinity in a row of one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TwoLeast(int First, double Least, double Next);
