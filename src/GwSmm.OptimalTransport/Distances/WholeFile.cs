namespace GwSmm.OptimalTransport;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class WholeFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new GwSmmException($"Cannot write '{path}': {exception.Message} Choose a folder that exists and can be written.", exception);
        }
    }
}
