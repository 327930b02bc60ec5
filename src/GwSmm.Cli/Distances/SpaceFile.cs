using System.Security.Cryptography;

namespace GwSmm.Cli;

/// <summary>A feature file or cost file that was read.</summary>
/// <param name="File">The file as the command line names it.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record SpaceFile(string File, int Rows, int Columns)
{
    /// <summary>SHA-256 of the whole file, lower-case hexadecimal.</summary>
    public string Sha256
    {
        get
        {
            using var stream = System.IO.File.OpenRead(FeatureFile.PathOf(File));
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
    }
}
