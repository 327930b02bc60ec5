using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>The identity of an encoder: SHA-256 over architecture, weights, vocabulary, casing and longest word.</summary>
internal static class EncoderHash
{
    private const int PartValues = 1 << 18;

    /// <summary>Computes the hash; dropout does not count, since it does not change what the encoder is.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Compute(EncoderConfig config, EncoderWeights weights, Vocabulary vocabulary, bool lowerCase)
    {
        using var hash = Start(config, vocabulary, lowerCase);
        foreach (var tensor in weights.Tensors)
        {
            AppendText(hash, $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]");
            AppendValues(hash, tensor.Values.Span);
            GC.KeepAlive(tensor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Computes the same of a checkpoint, of which only parts of tensors are read at a time.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Compute(EncoderCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using var hash = Start(checkpoint.Config, checkpoint.Vocabulary, checkpoint.LowerCase);
        var buffer = new float[PartValues];
        foreach (var (name, shape) in checkpoint.Tensors)
        {
            AppendText(hash, $"{name} [{string.Join(", ", shape)}]");
            var count = shape.Aggregate(1L, (product, size) => product * size);
            for (var start = 0L; start < count; start += PartValues)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var part = buffer.AsSpan(0, (int)Math.Min(PartValues, count - start));
                checkpoint.Read(name, start, part);
                AppendValues(hash, part);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IncrementalHash Start(EncoderConfig config, Vocabulary vocabulary, bool lowerCase)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, string.Create(null, $"{config.VocabularySize} {config.HiddenSize} {config.LayerCount} {config.HeadCount} {config.IntermediateSize} {config.MaxPositions} {config.TokenTypeCount} {config.LayerNormEpsilon:R} {config.HasPooler} {lowerCase} {vocabulary.Sha256}"));
        if (config.HasProjection || config.Activation != HiddenActivation.Gelu || config.PoolerActivation != PoolerActivation.Tanh)
        {
            // A line more only here, so that hashes of BERT stay what they were.
            AppendText(hash, string.Create(null, $"{config.EmbeddingWidth} {config.Activation} {config.PoolerActivation}"));
        }

        if (vocabulary.MustStateMaxWordLength)
        {
            // The same holds of encoders from before words could be longer.
            AppendText(hash, string.Create(null, $"words up to {vocabulary.MaxWordLength}"));
        }

        return hash;
    }

    private static void AppendText(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

    private static void AppendValues(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
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
