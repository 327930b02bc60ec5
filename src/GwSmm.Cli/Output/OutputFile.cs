namespace GwSmm.Cli;

/// <summary>Writes a file that appears whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Fails before any work where the place is not writable; leaves nothing behind.</summary>
    /// <param name="path">The file to be written later.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public static void RequireWritable(string path) => Through(path, _ => { });

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content to the path that it is given.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public static void Write(string path, Action<string> write) => Through(path, temporary =>
    {
        write(temporary);
        File.Move(temporary, path, overwrite: true);
    });

    private static void Through(string path, Action<string> use)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.Create(temporary).Dispose();
            if (Directory.Exists(path))
            {
                throw new IOException("it is a directory.");
            }

            use(temporary);
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
