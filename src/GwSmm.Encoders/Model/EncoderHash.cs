using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>The identity of an encoder: SHA-256 over architecture, weights, vocabulary and casing.</summary>
internal static class EncoderHash
{
    /// <summary>Computes the hash; dropout does not count, since it does not change what the encoder is.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Compute(EncoderConfig config, EncoderWeights weights, Vocabulary vocabulary, bool lowerCase)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, string.Create(null, $"{config.VocabularySize} {config.HiddenSize} {config.LayerCount} {config.HeadCount} {config.IntermediateSize} {config.MaxPositions} {config.TokenTypeCount} {config.LayerNormEpsilon:R} {config.HasPooler} {lowerCase} {vocabulary.Sha256}"));
        if (config.HasProjection || config.Activation != HiddenActivation.Gelu || config.PoolerActivation != PoolerActivation.Tanh)
        {
            // A line more only here, so that hashes of BERT stay what they were.
            AppendText(hash, string.Create(null, $"{config.EmbeddingWidth} {config.Activation} {config.PoolerActivation}"));
        }

        foreach (var tensor in weights.Tensors)
        {
            AppendText(hash, $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]");
            AppendValues(hash, tensor.Data);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendText(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

    private static void AppendValues(IncrementalHash hash, float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            return;
        }

        var buffer = new byte[4];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(buffer, value);
            hash.AppendData(buffer);
        }
    }
}
