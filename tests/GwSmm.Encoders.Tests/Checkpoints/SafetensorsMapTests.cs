using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class SafetensorsMapTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private int _files;

    public void Dispose()
    {
        // Windows deletes no file that is mapped.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _directory.Dispose();
    }

    [Fact]
    public void A_mapped_tensor_has_the_values_of_a_copy_after_the_reader_is_gone()
    {
        var mapped = MapWritten("weights", "renamed");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal("renamed", mapped.Name);
        Assert.Equal([2, 3], mapped.Shape);
        Assert.Equal([1, -2, float.MaxValue, float.Epsilon, -0f, 1f / 3], mapped.Values.ToArray());
        Assert.Empty(MapWritten("empty", "empty").Values.ToArray());
    }

    [Fact]
    public void An_array_is_a_copy_that_the_tensor_is_from_then_on()
    {
        var mapped = MapWritten("weights", "weights");
        Assert.False(MemoryMarshal.TryGetArray(mapped.Values, out _));

        mapped.Data[1] = 7;

        Assert.Same(mapped.Data, mapped.Data);
        Assert.Equal(7, mapped.Values.Span[1]);
        Assert.Equal(-2, MapWritten("weights", "weights").Values.Span[1]);
    }

    [Theory]
    [InlineData("F32", "", true)]
    [InlineData("F32", " ", false)]
    [InlineData("F16", "", false)]
    public void What_cannot_lie_in_the_file_is_a_copy(string dtype, string padding, bool inFile)
    {
        var size = dtype.EndsWith("32", StringComparison.Ordinal) ? 4 : 2;
        var json = $$$"""{"a":{"dtype":"{{{dtype}}}","shape":[2],"data_offsets":[0,{{{2 * size}}}]}}""";
        var header = Encoding.UTF8.GetBytes(json.PadRight((json.Length + 7) / 8 * 8) + padding);
        var bytes = new byte[8 + header.Length + (2 * size)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        for (var i = 0; i < 2; i++)
        {
            var target = bytes.AsSpan(8 + header.Length + (i * size));
            if (size == 4)
            {
                BinaryPrimitives.WriteSingleLittleEndian(target, i + 0.5f);
            }
            else
            {
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)(i + 0.5f));
            }
        }

        using var reader = SafetensorsReader.Open(_directory.Write("a.safetensors", bytes));
        var tensor = reader.Map("a");

        Assert.Equal([0.5f, 1.5f], tensor.Values.ToArray());
        Assert.Equal(inFile, !MemoryMarshal.TryGetArray(tensor.Values, out _));
    }

    [Fact]
    public void An_array_lets_go_of_the_file()
    {
        var (tensor, map) = MapAndHold();

        Assert.True(IsAlive(map));
        Assert.Equal(-2, tensor.Data[1]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(IsAlive(map));
        GC.KeepAlive(tensor);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Errors_are_those_of_reading(int shortened)
    {
        var path = Write();
        using var reader = SafetensorsReader.Open(path);
        Assert.Contains("no tensor 'other'", Assert.Throws<GwSmmException>(() => reader.Map("other")).Message, StringComparison.Ordinal);

        // Windows lets nobody write to a file that is open for reading only.
        if (!OperatingSystem.IsWindows())
        {
            using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                stream.SetLength(Math.Max(0, stream.Length - shortened));
            }

            Assert.Contains("was shortened", Assert.Throws<GwSmmException>(() => reader.Map("weights")).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_closed_reader_maps_nothing(bool mappedBefore)
    {
        var reader = SafetensorsReader.Open(Write());
        if (mappedBefore)
        {
            reader.Map("weights");
        }

        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.Map("weights"));
        Assert.Throws<ObjectDisposedException>(() => reader.Map("empty"));
    }

    private static bool IsAlive(WeakReference reference) => reference.IsAlive;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (Tensor Tensor, WeakReference Map) MapAndHold()
    {
        var tensor = MapWritten("weights", "weights");
        return MemoryMarshal.TryGetMemoryManager<float, MappedFloats>(tensor.Values, out var map) ? (tensor, new WeakReference(map)) : throw new InvalidOperationException();
    }

    // A new file each time: Windows replaces none that is mapped.
    private string Write()
    {
        var path = _directory[$"{_files++}.safetensors"];
        SafetensorsWriter.Write(path, [new("weights", [2, 3], [1, -2, float.MaxValue, float.Epsilon, -0f, 1f / 3]), new("empty", [0, 4], [])]);
        return path;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Tensor MapWritten(string name, string newName)
    {
        using var reader = SafetensorsReader.Open(Write());
        return reader.Map(name, newName);
    }
}
