using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="DistillMerge"/>.</summary>
public sealed record DistillMergeOptions
{
    /// <summary>Makes the encoder that training starts from. Default <see cref="AverageMerge"/>.</summary>
    public IMergeMethod Start { get; init; } = new AverageMerge();

    /// <summary>Parameters of the training; its seed and threads are those of the merge.</summary>
    public DistillationOptions Training { get; init; } = new();
}
