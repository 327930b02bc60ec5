using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A merge method that also finds how each item's own head reads the merged encoder.</summary>
public interface IHeadMergeMethod : IMergeMethod
{
    /// <summary>Merges encoders and gives heads.</summary>
    /// <param name="input">The encoders and whatever else the method needs; nothing is changed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The encoder, the same that <see cref="IMergeMethod.Merge"/> gives, and a head for each item with the labels of its own.</returns>
    /// <exception cref="GwSmmException">Something needed is unknown, or the parameters do not fit the input.</exception>
    DistillationResult MergeWithHeads(MergeInput input, CancellationToken cancellationToken = default);
}
