using System.Runtime.InteropServices;

namespace GwSmm.Benchmarks.Peers;

/// <summary>Arrays as files of raw doubles, for a peer to read; deleted at the end.</summary>
internal sealed class PeerFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gwsmm-peer");
    private int _count;

    /// <summary>Writes an array.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>The file.</returns>
    public string Write(ReadOnlySpan<double> values)
    {
        var path = Path.Combine(_folder.FullName, $"{_count++}.bin");
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
