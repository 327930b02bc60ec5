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
        var path = Reserve();
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));
        return path;
    }

    /// <summary>Names a file for the peer to write.</summary>
    /// <returns>The file.</returns>
    public string Reserve() => Path.Combine(_folder.FullName, $"{_count++}.bin");

    /// <summary>Reads what the peer wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The numbers.</returns>
    public static double[] Read(string path) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();

    public void Dispose() => _folder.Delete(recursive: true);
}
