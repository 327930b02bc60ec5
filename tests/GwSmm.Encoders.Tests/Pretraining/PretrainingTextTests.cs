using System.IO.Compression;
using System.Text;

namespace GwSmm.Encoders.Tests;

public sealed class PretrainingTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_packed_and_a_plain_file_give_the_same_documents()
    {
        const string Content = "\uFEFFone document\r\n\r\n   \nand anöther";
        var plain = PretrainingText.Load(_directory.Write("a.txt", Content));
        var packed = PretrainingText.Load(_directory.Write("a.gz", Pack(Content)));
        Assert.Equal(["one document", "and anöther"], plain.Documents);
        Assert.Equal(plain.Documents, packed.Documents);
        Assert.Equal(plain.Sha256, packed.Sha256);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("one document\nand anöther\n"))), plain.Sha256);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_named()
    {
        AssertRefused(() => PretrainingText.Load(_directory["none.txt"]), "none.txt", "cannot be read");
        AssertRefused(() => PretrainingText.Load(_directory.Write("empty.txt", "\n \n")), "empty.txt", "no document");
        AssertRefused(() => PretrainingText.Load(_directory.Write("latin.txt", [(byte)'a', (byte)'\n', 0xE9, (byte)'b', (byte)'\n'])), "latin.txt", "UTF-8");
        AssertRefused(() => PretrainingText.Load(_directory.Write("bad.gz", [0x1F, 0x8B, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])), "bad.gz", "cannot be read");
        var whole = Pack(string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"document {i * i}")));
        AssertRefused(() => PretrainingText.Load(_directory.Write("cut.gz", whole[..(whole.Length / 2)])), "cut.gz", "cannot be read");
        AssertRefused(() => PretrainingText.Load(_directory.Write("short.gz", whole[..^6])), "short.gz", "cannot be read");
    }

    private static byte[] Pack(string content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        return buffer.ToArray();
    }

    private static void AssertRefused(Action action, params string[] parts)
    {
        var exception = Assert.Throws<GwSmmException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
