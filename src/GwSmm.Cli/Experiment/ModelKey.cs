using System.Security.Cryptography;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>Names a trained model by everything that its weights depend on.</summary>
internal static class ModelKey
{
    /// <summary>SHA-256 over product version, base, training options with seed, and responses.</summary>
    /// <param name="baseEncoder">What training starts from.</param>
    /// <param name="training">How it is trained; the number of threads does not count.</param>
    /// <param name="responses">What it is trained on.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Of(BaseEncoder baseEncoder, TrainingOptions training, ResponseSet responses)
    {
        object[] parts =
        [
            ProductVersion.This,
            baseEncoder.Hash,
            training with { Threads = 1 },
            responses.Item,
            responses.Labels,
            responses.Classes,
            responses.Texts,
            .. responses.Kind == HeadKind.MultiLabel ? [responses.Flags] : Array.Empty<object>(),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }
}
