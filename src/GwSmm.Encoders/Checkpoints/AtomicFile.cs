namespace GwSmm.Encoders;

/// <summary>Writes files that are there as a whole or not at all: to a temporary file beside them, flushed, then moved.</summary>
public static class AtomicFile
{
    /// <summary>Writes or replaces a file; its directory is created where missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; when it throws, nothing is left behind and an older file stays as it was.</param>
    /// <exception cref="GwSmmException">The path cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            var full = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? full);
            temporary = full + "." + Path.GetRandomFileName() + ".tmp";
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"File '{path}' cannot be written: {exception.Message} Choose a path that can be written, with enough free space.", exception);
        }
        finally
        {
            if (temporary is not null)
            {
                TryDelete(temporary);
            }
        }
    }

    // A file that was moved is no longer there; one that cannot be deleted must not hide the first error.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
