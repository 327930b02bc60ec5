namespace GwSmm.Merging;

/// <summary>Among which parameters the largest changes are kept when a task vector is trimmed.</summary>
public enum TrimScope
{
    /// <summary>Among all parameters of the encoder at once, as published with TIES.</summary>
    WholeModel,

    /// <summary>In each tensor by itself, as some merge tools do.</summary>
    EachTensor,
}
