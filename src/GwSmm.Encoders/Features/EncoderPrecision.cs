namespace GwSmm.Encoders;

/// <summary>What an encoder computes its dense layers in.</summary>
#pragma warning disable CA1720 // The usual names of these formats.
public enum EncoderPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>
    /// Weights of 8 bits with a scale per output, and activations of 8 bits with a range per token, found while it runs. Faster, and the
    /// layers' matrices take a quarter of the memory; features keep their direction to about 0.999 or better. Everything else stays
    /// in single precision.
    /// </summary>
    Int8,
}
#pragma warning restore CA1720
