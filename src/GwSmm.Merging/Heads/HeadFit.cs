namespace GwSmm.Merging;

/// <summary>How the head of an item is fitted to the features of a merged encoder.</summary>
public enum HeadFit
{
    /// <summary>Penalised logistic regression on the item's training responses, see <see cref="HeadRefit"/>.</summary>
    Refit,

    /// <summary>A few epochs of gradient descent from the item's own head (see <see cref="Keep"/>), as in the GW-SMM paper; see <see cref="HeadTraining"/>.</summary>
    Training,

    /// <summary>The item's own head: as the merge method fitted it to the merged encoder where it does (<see cref="IHeadMergeMethod"/>), else unchanged.</summary>
    Keep,
}
