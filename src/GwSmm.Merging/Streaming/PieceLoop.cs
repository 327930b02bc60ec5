using System.Collections.Concurrent;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Walks through the tensors of several encoders in parts whose sizes do not depend on the number of threads.</summary>
internal sealed class PieceLoop
{
    /// <summary>Values of a part, unless more belong together.</summary>
    public const int PieceValues = 1 << 16;

    private readonly ITensorSource _source;
    private readonly int _threads;
    private readonly bool _readBase;
    private readonly List<(TensorInfo Tensor, int Start, int Count)> _pieces = [];
    private readonly int _small;

    /// <summary>Divides tensors.</summary>
    /// <param name="source">The encoders.</param>
    /// <param name="tensors">The tensors to walk through.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="unitOf">How many values of a tensor belong together; null for 1.</param>
    /// <param name="readBase">Whether to read the base where it is known.</param>
    public PieceLoop(ITensorSource source, IReadOnlyList<TensorInfo> tensors, int threads, Func<TensorInfo, int>? unitOf = null, bool readBase = true)
    {
        _source = source;
        _readBase = readBase && source.HasBase;
        _threads = threads;
        var large = new List<(TensorInfo, int, int)>();
        foreach (var tensor in tensors)
        {
            var unit = Math.Max(1, unitOf?.Invoke(tensor) ?? 1);
            var length = Math.Max(1, PieceValues / unit) * unit;
            for (var start = 0; start < tensor.Count; start += Math.Min(length, tensor.Count - start))
            {
                (length > PieceValues ? large : _pieces).Add((tensor, start, Math.Min(length, tensor.Count - start)));
            }
        }

        _small = _pieces.Count;
        _pieces.AddRange(large);
    }

    /// <summary>The number of parts.</summary>
    public int Count => _pieces.Count;

    /// <summary>The tensor of a part.</summary>
    /// <param name="index">The number of the part.</param>
    /// <returns>The tensor.</returns>
    public TensorInfo TensorOf(int index) => _pieces[index].Tensor;

    /// <summary>Reads every part and does something with it.</summary>
    /// <param name="body">Takes the part and its number; called from several threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Run(Action<TensorPiece, int> body, CancellationToken cancellationToken)
    {
        Run(0, _small, _threads, body, cancellationToken);
        Run(_small, _pieces.Count - _small, 1, body, cancellationToken);
    }

    private void Run(int first, int count, int threads, Action<TensorPiece, int> body, CancellationToken cancellationToken)
    {
        var idle = new ConcurrentBag<TensorPiece>();
        Threads.For(count, threads, i =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!idle.TryTake(out var piece))
            {
                piece = new TensorPiece(_source.Items.Count);
            }

            var (tensor, start, length) = _pieces[first + i];
            piece.Read(_source, tensor, start, length, _readBase);
            body(piece, first + i);
            idle.Add(piece);
        });
    }
}
