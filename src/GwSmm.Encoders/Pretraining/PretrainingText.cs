using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>The documents to pretrain on. Immutable; thread-safe.</summary>
public sealed class PretrainingText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Takes documents from memory.</summary>
    /// <param name="documents">The documents; those of white space alone are left out.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="GwSmmException">There is no document.</exception>
    public PretrainingText(IEnumerable<string> documents, string source)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(source);
        Documents = [.. documents.Where(document => !string.IsNullOrWhiteSpace(document))];
        Source = source;
        if (Documents.Count == 0)
        {
            throw new GwSmmException($"Text '{source}' holds no document. Give a UTF-8 text file with one document per line.");
        }

        Sha256 = Hash(Documents);
    }

    /// <summary>The documents.</summary>
    public IReadOnlyList<string> Documents { get; }

    /// <summary>Where they come from, for messages: a path or a few words.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the documents in UTF-8, each followed by a line feed; lower-case hexadecimal. Equals that of a text file with line feeds and no empty line.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a UTF-8 text file, one document per line.</summary>
    /// <param name="path">The file; one that begins as gzip does is unpacked.</param>
    /// <returns>The documents.</returns>
    /// <exception cref="GwSmmException">The file is unreadable, not UTF-8, damaged or holds no document.</exception>
    public static PretrainingText Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var line = 0;
        try
        {
            using var reader = new StreamReader(Open(path), Strict, detectEncodingFromByteOrderMarks: false);
            var documents = new List<string>();
            while (reader.ReadLine() is { } document)
            {
                documents.Add(++line == 1 ? document.TrimStart('\uFEFF') : document);
            }

            return new PretrainingText(documents, path);
        }
        catch (DecoderFallbackException exception)
        {
            throw new GwSmmException($"File '{path}', after line {line}: it is not valid UTF-8. Save the file as UTF-8 (for example with iconv) and try again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or InvalidDataException)
        {
            throw new GwSmmException($"File '{path}' cannot be read: {exception.Message} Give the path of an existing text file, plain or packed by gzip.", exception);
        }
    }

    private static MemoryStream Open(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return new MemoryStream(bytes);
        }

        var content = new MemoryStream();
        using (var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
        {
            unpacked.CopyTo(content);
        }

        // GZipStream takes the end of a cut file for the end of the text; a whole one ends with the length of its content.
        if (bytes.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) != (uint)content.Length)
        {
            throw new InvalidDataException("it is truncated, or several gzip files joined. Pack the text again as one file.");
        }

        content.Position = 0;
        return content;
    }

    private static string Hash(IReadOnlyList<string> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in documents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(document));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
