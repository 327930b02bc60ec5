using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="DistillMerge"/>.</summary>
public sealed record DistillMergeOptions
{
    /// <summary>Makes the encoder that training starts from. Default <see cref="RegMeanMerge"/>, from which less is left to learn than from the average.</summary>
    public IMergeMethod Start { get; init; } = new RegMeanMerge();

    /// <summary>Parameters of the training; its seed and threads are those of the merge.</summary>
    public DistillationOptions Training { get; init; } = new();
}
