namespace GwSmm.Merging;

/// <summary>The same part of a tensor of several encoders. Used by one thread at a time; its values are gone when the merge of the part returns.</summary>
public sealed class TensorPiece
{
    private readonly ReadOnlyMemory<float>[] _models;
    private readonly float[][] _buffers;
    private ReadOnlyMemory<float> _base;
    private float[] _merged = [];

    internal TensorPiece(int models)
    {
        _models = new ReadOnlyMemory<float>[models];
        _buffers = [.. Enumerable.Range(0, models + 1).Select(_ => Array.Empty<float>())];
    }

    /// <summary>The tensor.</summary>
    public TensorInfo Tensor { get; private set; } = new(string.Empty, []);

    /// <summary>The position of the first value in the tensor.</summary>
    public int Start { get; private set; }

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The number of encoders.</summary>
    public int ModelCount => _models.Length;

    /// <summary>The values of the base [count]; empty where it was not read.</summary>
    public ReadOnlySpan<float> Base => _base.Span;

    internal Span<float> Merged
    {
        get
        {
            Grow(ref _merged);
            return _merged.AsSpan(0, Count);
        }
    }

    /// <summary>The values of an encoder.</summary>
    /// <param name="model">Its number.</param>
    /// <returns>The values [count].</returns>
    public ReadOnlySpan<float> Model(int model) => _models[model].Span;

    internal TensorPiece WithFirstAsBase()
    {
        _base = _models[0];
        return this;
    }

    internal void Read(ITensorSource source, TensorInfo tensor, int start, int count, bool readBase)
    {
        (Tensor, Start, Count) = (tensor, start, count);
        for (var m = 0; m < _models.Length; m++)
        {
            Grow(ref _buffers[m]);
            _models[m] = source.Read(m, tensor, start, _buffers[m].AsMemory(0, count));
        }

        if (readBase)
        {
            Grow(ref _buffers[^1]);
            _base = source.Read(ITensorSource.Base, tensor, start, _buffers[^1].AsMemory(0, count));
        }
    }

    private void Grow(ref float[] buffer)
    {
        if (buffer.Length < Count)
        {
            buffer = GC.AllocateUninitializedArray<float>(Count);
        }
    }
}
