namespace GwSmm.Encoders;

/// <summary>The matrices of a transformer layer that low-rank adapters change.</summary>
[Flags]
public enum LoraTargets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The queries of the attention.</summary>
    Query = 1,

    /// <summary>The keys of the attention.</summary>
    Key = 2,

    /// <summary>The values of the attention.</summary>
    Value = 4,

    /// <summary>What mixes the heads of the attention.</summary>
    AttentionOutput = 8,

    /// <summary>What widens in the feed-forward block.</summary>
    Intermediate = 16,

    /// <summary>What narrows in the feed-forward block.</summary>
    Output = 32,

    /// <summary>All six.</summary>
    All = 63,
}
