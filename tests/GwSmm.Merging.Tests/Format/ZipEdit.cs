using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace GwSmm.Merging.Tests;

/// <summary>Changes the entries of a zip in memory.</summary>
internal static class ZipEdit
{
    public static Dictionary<string, byte[]> Entries(byte[] bytes)
    {
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            entries[entry.FullName] = content.ToArray();
        }

        return entries;
    }

    public static byte[] Repack(byte[] bytes, Action<Dictionary<string, byte[]>> change)
    {
        var entries = Entries(bytes);
        change(entries);
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in entries)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                stream.Write(data);
            }
        }

        return result.ToArray();
    }

    public static byte[] ChangeManifest(byte[] bytes, Action<JsonObject> change) => Repack(bytes, entries =>
    {
        var manifest = JsonNode.Parse(entries["manifest.json"])!.AsObject();
        change(manifest);
        entries["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
    });
}
