namespace GwSmm.OptimalTransport;

/// <summary>How far a space is from a group.</summary>
public enum GroupLinkage
{
    /// <summary>The largest value between the space and a member.</summary>
    Largest = 0,

    /// <summary>The mean value between the space and the members.</summary>
    Mean = 1,
}
