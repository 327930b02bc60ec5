using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>A part of a dense layer's work: some outputs for some panels.</summary>
/// <param name="FirstPanel">First panel.</param>
/// <param name="EndPanel">Panel after the last.</param>
/// <param name="FirstOutput">First output.</param>
/// <param name="EndOutput">Output after the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PanelRange(int FirstPanel, int EndPanel, int FirstOutput, int EndOutput);
