using System.IO.Compression;

namespace GwSmm.Encoders;

/// <summary>
/// Reads what <c>torch.save(model.state_dict(), path)</c> writes since PyTorch 1.6: a zip with <c>data.pkl</c> and one stored entry
/// <c>data/N</c> for every storage. The pickle is read by <see cref="PickleMachine"/>, which runs nothing. Not thread-safe.
/// </summary>
internal sealed class PyTorchReader : ICheckpointFile
{
    private const int MaxPickleBytes = 1 << 22;
    private const int MaxEntries = 100_000;
    private const int ChunkBytes = 1 << 16;
    private const string PickleName = "/data.pkl";
    private readonly FileStream _stream;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, TorchTensor> _tensors;
    private readonly string _folder;

    private PyTorchReader(string path, FileStream stream, ZipArchive zip)
    {
        Path = path;
        _stream = stream;
        _zip = zip;
        if (zip.Entries.Count > MaxEntries)
        {
            throw Error($"has {zip.Entries.Count} entries; at most {MaxEntries} are read");
        }

        var pickles = zip.Entries.Where(entry => entry.FullName.EndsWith(PickleName, StringComparison.Ordinal) && entry.FullName.Count(c => c == '/') == 1).ToArray();
        if (pickles.Length != 1)
        {
            throw Error($"has {pickles.Length} entries FOLDER{PickleName}; expected one");
        }

        _folder = pickles[0].FullName[..^PickleName.Length];
        _tensors = PickleMachine.Read(path, ReadWhole(pickles[0]));
        if (zip.GetEntry(_folder + "/byteorder") is { } order && ReadWhole(order) is var bytes && !bytes.AsSpan().SequenceEqual("little"u8))
        {
            throw Error("says that its values are not little-endian");
        }

        foreach (var (name, tensor) in _tensors)
        {
            CheckStorage(name, tensor.Storage);
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Opens a file and checks all that it says of its tensors.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader; dispose it to release the file.</returns>
    /// <exception cref="GwSmmException">The file cannot be read, is damaged, or holds anything but tensors.</exception>
    public static PyTorchReader Open(string path)
    {
        FileStream? stream = null;
        ZipArchive? zip = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            CheckStart(path, stream);
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var reader = new PyTorchReader(path, stream, zip);
            stream = null;
            zip = null;
            return reader;
        }
        catch (InvalidDataException exception)
        {
            throw new GwSmmException($"Checkpoint '{path}' is no complete zip: {exception.Message} It is truncated or damaged; copy or download it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Checkpoint '{path}' cannot be read: {exception.Message} Give the path of an existing, readable file of PyTorch.", exception);
        }
        finally
        {
            zip?.Dispose();
            stream?.Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Shape(string name) => _tensors[name].Shape;

    /// <inheritdoc/>
    public Tensor Read(string name, string? newName = null)
    {
        var tensor = _tensors[name];
        if (!SafetensorsDtype.IsConvertible(tensor.Storage.Dtype))
        {
            throw Error($"has the tensor '{name}' in {tensor.Storage.Dtype}; expected {SafetensorsDtype.Convertible}");
        }

        if (Math.Max(tensor.Count, tensor.IsContiguous ? 0 : tensor.Storage.Count) > Array.MaxLength || tensor.Shape.Any(size => size > int.MaxValue))
        {
            throw Error($"has the tensor '{name}' of {tensor.Count} values in a storage of {tensor.Storage.Count}; at most {Array.MaxLength} can be read");
        }

        var values = GC.AllocateUninitializedArray<float>((int)tensor.Count);
        try
        {
            if (tensor.IsContiguous)
            {
                ReadValues(tensor.Storage, tensor.Offset, values);
            }
            else
            {
                var storage = GC.AllocateUninitializedArray<float>((int)tensor.Storage.Count);
                ReadValues(tensor.Storage, 0, storage);
                tensor.Gather(storage, values);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new GwSmmException($"Checkpoint '{Path}': the values of the tensor '{name}' cannot be read: {exception.Message} The file is damaged; copy or download it again.", exception);
        }

        return new Tensor(newName ?? name, [.. tensor.Shape.Select(size => (int)size)], values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zip.Dispose();
        _stream.Dispose();
    }

    private static void CheckStart(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (count == 2 && start[0] == (byte)PickleOpcode.Proto)
        {
            throw new GwSmmException($"Checkpoint '{path}' is in the format of PyTorch before 1.6, which is not read. Load it in Python and save it again, best as safetensors (save_pretrained of transformers).");
        }

        if (!start.SequenceEqual("PK"u8))
        {
            throw new GwSmmException($"Checkpoint '{path}' is no zip, as files of PyTorch are. It is truncated or something else (a page that says that the file was not found, a pointer of git-lfs); download it again.");
        }
    }

    private GwSmmException Error(string found) => new($"Checkpoint '{Path}' {found}. Expected a file of torch.save with a model's state_dict; download it again, or convert it to safetensors in Python.");

    private byte[] ReadWhole(ZipArchiveEntry entry)
    {
        if (entry.Length > MaxPickleBytes || entry.Length > _stream.Length || entry.CompressedLength != entry.Length)
        {
            throw Error($"has the entry '{entry.FullName}' of {entry.Length} bytes ({entry.CompressedLength} compressed); expected it uncompressed and at most {MaxPickleBytes} bytes");
        }

        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private ZipArchiveEntry? Entry(TorchStorage storage) => _zip.GetEntry($"{_folder}/data/{storage.Key}");

    private void CheckStorage(string name, TorchStorage storage)
    {
        var entry = Entry(storage) ?? throw Error($"lacks the entry 'data/{storage.Key}' of the tensor '{name}'");
        var expected = (Int128)storage.Count * SafetensorsDtype.Size(storage.Dtype);
        if (entry.Length != expected || entry.CompressedLength != entry.Length || entry.Length > _stream.Length)
        {
            throw Error($"has the entry 'data/{storage.Key}' of {entry.Length} bytes ({entry.CompressedLength} compressed); the tensor '{name}' needs {expected} uncompressed");
        }
    }

    private void ReadValues(TorchStorage storage, long first, Span<float> target)
    {
        using var stream = Entry(storage)!.Open();
        var size = SafetensorsDtype.Size(storage.Dtype);
        var buffer = new byte[ChunkBytes];
        Skip(stream, first * size, buffer);
        for (var done = 0; done < target.Length;)
        {
            var count = Math.Min(target.Length - done, ChunkBytes / size);
            var bytes = buffer.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            SafetensorsDtype.ToSingle(storage.Dtype, bytes, target.Slice(done, count));
            done += count;
        }
    }

    private static void Skip(Stream stream, long count, byte[] buffer)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return;
        }

        for (; count > 0; count -= Math.Min(count, buffer.Length))
        {
            stream.ReadExactly(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
        }
    }
}
