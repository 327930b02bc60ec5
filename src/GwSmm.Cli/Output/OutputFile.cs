namespace GwSmm.Cli;

/// <summary>Writes a file that appears whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content to the path that it is given.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            // Fails before any work where the place is not writable.
            File.Create(temporary).Dispose();
            if (Directory.Exists(path))
            {
                throw new IOException("it is a directory.");
            }

            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Cannot write '{path}': {error.Message} Choose a folder that exists and can be written.", error);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
