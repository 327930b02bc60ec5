using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>A measurement of the held-out loss.</summary>
/// <param name="Step">Optimiser steps done by then.</param>
/// <param name="Loss">Mean loss per masked token, in nats.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HeldOutLoss(int Step, double Loss);
