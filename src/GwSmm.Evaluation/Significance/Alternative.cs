namespace GwSmm.Evaluation;

/// <summary>What a test looks for.</summary>
public enum Alternative
{
    /// <summary>The first differs from the second.</summary>
    TwoSided,

    /// <summary>The first is smaller than the second.</summary>
    Less,

    /// <summary>The first is larger than the second.</summary>
    Greater,
}
