using System.Collections.Concurrent;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

/// <summary>The average, which remembers how it was asked.</summary>
internal sealed class CountingMerge : ITensorMergeMethod
{
    private readonly AverageMerge _average = new();

    /// <summary>The threads of each preparation.</summary>
    public ConcurrentQueue<int> Threads { get; } = new();

    public string Name => "counting";

    public bool NeedsBase => false;

    public HeadFit DefaultHeadFit => HeadFit.Refit;

    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        Threads.Enqueue(threads);
        return _average.Prepare(source, threads, cancellationToken);
    }
}
