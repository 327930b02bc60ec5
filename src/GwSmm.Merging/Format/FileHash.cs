using System.Security.Cryptography;

namespace GwSmm.Merging;

/// <summary>The SHA-256 of files.</summary>
internal static class FileHash
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
