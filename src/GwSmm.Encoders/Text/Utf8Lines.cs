using System.Text;

namespace GwSmm.Encoders;

/// <summary>Reads text files strictly: bytes that are not UTF-8 are an error with a line number, not a silent U+FFFD.</summary>
internal static class Utf8Lines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file without its byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is not UTF-8.</exception>
    public static string ReadText(string path) => Strict.GetString(ReadBytes(path).Span);

    /// <summary>Reads the bytes of a whole file without its byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its text, encoded.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"File '{path}' cannot be read: {exception.Message} Give the path of an existing, readable text file.", exception);
        }

        var content = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            Strict.GetCharCount(content.Span);
            return content;
        }
        catch (DecoderFallbackException exception)
        {
            var line = content.Span[..Math.Clamp(exception.Index, 0, content.Length)].Count((byte)'\n') + 1;
            throw new GwSmmException($"File '{path}', line {line}: it is not valid UTF-8. Save the file as UTF-8 (for example with iconv) and try again.", exception);
        }
    }

    /// <summary>Reads the lines of a file, cut at line feeds; a last empty line is dropped, carriage returns are kept.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its lines.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is not UTF-8.</exception>
    public static List<string> Read(string path)
    {
        var lines = ReadText(path).Split('\n').ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }
}
