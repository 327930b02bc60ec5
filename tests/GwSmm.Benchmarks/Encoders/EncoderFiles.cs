using System.Runtime.InteropServices;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>Weights and batches as files for the peers; deleted at the end.</summary>
internal sealed class EncoderFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gwsmm-encoder");
    private int _count;

    /// <summary>A new file name.</summary>
    public string Name(string extension) => Path.Combine(_folder.FullName, $"{_count++}.{extension}");

    /// <summary>Writes raw values.</summary>
    public string Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var path = Name("bin");
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values));
        return path;
    }

    /// <summary>Writes all tensors one after the other.</summary>
    public string Write(IEnumerable<Tensor> tensors)
    {
        var path = Name("bin");
        using var file = File.Create(path);
        foreach (var tensor in tensors)
        {
            file.Write(MemoryMarshal.AsBytes<float>(tensor.Data));
        }

        return path;
    }

    /// <summary>Writes sequences as one batch padded to its longest.</summary>
    /// <returns>What a peer reads.</returns>
    public object Batch(int[][] sequences)
    {
        var length = sequences.Max(sequence => sequence.Length);
        var tokens = new int[sequences.Length * length];
        var mask = new int[tokens.Length];
        var pooling = new float[tokens.Length];
        for (var i = 0; i < sequences.Length; i++)
        {
            for (var j = 0; j < sequences[i].Length; j++)
            {
                (tokens[(i * length) + j], mask[(i * length) + j], pooling[(i * length) + j]) = (sequences[i][j], 1, 1f / sequences[i].Length);
            }
        }

        return new { Tokens = Write<int>(tokens), Mask = Write<int>(mask), Pooling = Write<float>(pooling), Count = sequences.Length, Length = length };
    }

    /// <summary>Reads raw numbers.</summary>
    public static float[] Read(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    public void Dispose() => _folder.Delete(recursive: true);
}
