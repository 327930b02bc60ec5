namespace GwSmm.Merging;

/// <summary>A phase of a merge.</summary>
public enum MergePhase
{
    /// <summary>Each encoder reads the responses to its item.</summary>
    Features,

    /// <summary>The feature distributions of each two items are compared.</summary>
    Distances,

    /// <summary>An automatic merge tries shared encoders and corrections.</summary>
    Choice,

    /// <summary>Encoders of a group become one.</summary>
    Encoders,

    /// <summary>Heads are fitted.</summary>
    Heads,
}
