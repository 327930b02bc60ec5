namespace GwSmm.Encoders;

/// <summary>What a head predicts.</summary>
public enum HeadKind
{
    /// <summary>Exactly one of several classes (softmax).</summary>
    MultiClass,

    /// <summary>Any subset of several labels (one sigmoid and threshold each).</summary>
    MultiLabel,
}
