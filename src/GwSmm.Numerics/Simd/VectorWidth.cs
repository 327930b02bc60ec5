namespace GwSmm.Numerics;

/// <summary>How wide the vectors of a kernel are. Kernels pick <see cref="VectorWidths.Best"/>; tests force each one.</summary>
internal enum VectorWidth
{
    /// <summary>One number at a time.</summary>
    Scalar,

    /// <summary>128 bits: SSE, NEON.</summary>
    Bits128,

    /// <summary>256 bits: AVX2.</summary>
    Bits256,

    /// <summary>512 bits: AVX-512.</summary>
    Bits512,
}
