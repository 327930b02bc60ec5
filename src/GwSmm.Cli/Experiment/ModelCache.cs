using System.Security.Cryptography;
using GwSmm.MLNet;
using Microsoft.ML;

namespace GwSmm.Cli;

/// <summary>
/// Keeps trained models between runs: <c>KEY.zip</c>, saved by ML.NET, and <c>KEY.sha256</c>. An entry that does not match its
/// checksum or cannot be read is not used.
/// </summary>
internal sealed class ModelCache
{
    private readonly string _directory;
    private readonly Reporter _reporter;

    /// <summary>Opens or makes a cache.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="reporter">Hears of damaged entries.</param>
    /// <exception cref="GwSmmException">The folder cannot be made.</exception>
    public ModelCache(string directory, Reporter reporter)
    {
        _directory = directory;
        _reporter = reporter;
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GwSmmException($"Cannot use '{directory}' (--cache): {error.Message} Choose a folder that can be written.", error);
        }
    }

    /// <summary>Looks a model up.</summary>
    /// <param name="key">A <see cref="ModelKey"/>.</param>
    /// <param name="item">The item it must score.</param>
    /// <returns>The model and its size in bytes; null if there is none that can be used.</returns>
    public (TextScorerTransformer Scorer, long Bytes)? Find(string key, string item)
    {
        var path = PathOf(key, "zip");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (!string.Equals(Checksum(path), File.ReadAllText(PathOf(key, "sha256")).Trim(), StringComparison.Ordinal))
            {
                throw new InvalidDataException("its checksum differs");
            }

            var scorer = ModelFile.Load(path, _reporter).OfType<TextScorerTransformer>().Single(stage => string.Equals(stage.Item, item, StringComparison.Ordinal));
            return (scorer, new FileInfo(path).Length);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or InvalidOperationException or GwSmmException or UnauthorizedAccessException)
        {
            _reporter.Warning($"the cached model '{path}' of item '{item}' cannot be used ({error.Message}); training it again.");
            return null;
        }
    }

    /// <summary>Keeps a model.</summary>
    /// <param name="key">A <see cref="ModelKey"/>.</param>
    /// <param name="zip">The model, saved by ML.NET.</param>
    public void Add(string key, string zip)
    {
        OutputFile.Write(PathOf(key, "zip"), path => File.Copy(zip, path, overwrite: true));
        OutputFile.Write(PathOf(key, "sha256"), path => File.WriteAllText(path, Checksum(zip) + "\n"));
    }

    private static string Checksum(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string PathOf(string key, string extension) => Path.Combine(_directory, $"{key}.{extension}");
}
